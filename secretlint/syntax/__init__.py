"""From the text of a Python file to its intermediate code. Only this package touches LibCST's nodes."""
