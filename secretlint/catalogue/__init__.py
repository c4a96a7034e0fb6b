"""What libraries do, as data: block classes, wrappers, sources, sinks, propagators, sanitizers."""
