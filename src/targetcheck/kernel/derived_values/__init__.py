"""Statistics of samples: one file for each family, pure functions of points."""
