"""Verdicts chosen by the names that a user types."""
