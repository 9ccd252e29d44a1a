"""Commands, one module for each, with the name that the user types."""
