"""Inspection of a table: its interpretation, and a mapping that resolves ambiguities."""
