"""Output of results: tables, text and files."""
