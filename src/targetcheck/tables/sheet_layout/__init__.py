"""Sheets made by hand: where tables, headings and data rows are."""
