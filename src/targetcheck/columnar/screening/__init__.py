"""Screening: row-by-row comparison with level requirements."""
