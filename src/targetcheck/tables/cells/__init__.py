"""One cell: what it says, in any notation."""
