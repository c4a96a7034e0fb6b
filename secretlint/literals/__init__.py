"""Literals in their context: what a name, a call or a block makes of them."""
