"""Findings that a project has accepted for now: a committed file without line numbers, times or values."""
