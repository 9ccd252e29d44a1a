"""Generated lists of the reference page on tables."""
