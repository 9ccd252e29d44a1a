"""Computed classes and indices: pure functions of points."""
