"""Laws of comparison and rounding, checked symbolically."""
