"""What a file holds, with a way back to its raw offsets."""
