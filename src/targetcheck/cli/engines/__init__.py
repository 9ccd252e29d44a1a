"""Choice of engine on the command line."""
