"""Phrases that the text of a requirement is put together from."""
