"""Bad input, end to end: what is said, how it exits, and that the other files are still checked."""
