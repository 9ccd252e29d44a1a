"""File formats that a table can be read from."""
