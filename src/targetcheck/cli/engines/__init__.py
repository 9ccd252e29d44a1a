"""The choice of engine on the command line."""
