"""Drift: what the flags are, why they fire, and what health follows from them."""
