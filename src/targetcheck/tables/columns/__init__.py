"""Columns of a table: names, combined columns, breakdowns."""
