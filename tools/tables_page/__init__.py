"""The generated lists of the page of tables."""
