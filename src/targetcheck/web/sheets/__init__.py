"""Sheets in the page: what was understood of them, and what a person is asked about them."""
