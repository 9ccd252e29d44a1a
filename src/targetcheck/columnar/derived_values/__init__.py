"""Values of derived indicators by columnar computation: statistics, totals, classes."""
