"""Finding and reading files."""
