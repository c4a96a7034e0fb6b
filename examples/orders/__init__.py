"""Orders: from the shop into the warehouse, every night."""
