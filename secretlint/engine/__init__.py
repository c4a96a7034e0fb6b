"""From files to a report."""
