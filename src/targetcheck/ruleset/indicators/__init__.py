"""Indicators and what they can be computed from."""
