"""What Prefect was measured to do, and what the linter says of it."""
