"""What the package weighs: `python tools/weight`."""
