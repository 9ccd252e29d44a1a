"""A result as a file of each format."""
