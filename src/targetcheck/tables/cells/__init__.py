"""Interpretation of single cells, in any notation."""
