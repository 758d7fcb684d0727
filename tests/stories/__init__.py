"""Whole flows over real HTTP, readable aloud."""
