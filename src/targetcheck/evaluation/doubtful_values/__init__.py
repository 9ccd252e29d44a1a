"""Values that are doubtful or unusual: reported at their cells, never changed."""
