"""What earlier runs found, by project: one file of text lines, never a value and never a line of source."""
