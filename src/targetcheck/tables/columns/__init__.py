"""The columns of a table: their names, their parts, what they cut into parts."""
