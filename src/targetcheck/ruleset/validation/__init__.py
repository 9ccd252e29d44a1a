"""Validation of a ruleset as a whole."""
