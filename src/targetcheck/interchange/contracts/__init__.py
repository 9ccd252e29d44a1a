"""Descriptions of the output tables and of recorded runs, for programs that check them."""
