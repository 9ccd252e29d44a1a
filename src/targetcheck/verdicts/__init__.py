"""Verdict records and their wording."""
