"""What was understood of a table, and the mapping that would settle the rest."""
