"""The values that fixes took out of the source: kept privately until they are where the references point."""
