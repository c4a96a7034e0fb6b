"""Which secret value reaches which place that stores or shows it."""
