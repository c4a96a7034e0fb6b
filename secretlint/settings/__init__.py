"""Configuration: schema, discovery, selection of rules."""
