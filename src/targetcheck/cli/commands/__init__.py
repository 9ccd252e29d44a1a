"""One module for each command, named by what the user types."""
