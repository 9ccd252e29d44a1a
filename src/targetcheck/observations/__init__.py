"""Tables to observations; rows that cannot be used are set aside."""
