"""Derived values: statistics, classes, indices; pure functions of points, one module per family."""
