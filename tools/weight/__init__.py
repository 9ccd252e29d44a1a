"""Size of the package: `python tools/weight`."""
