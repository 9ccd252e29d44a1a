"""Columnar engine: evaluates columns of observations with the same results as the reference engine."""
