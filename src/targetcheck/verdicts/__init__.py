"""One record per answer, and its words."""
