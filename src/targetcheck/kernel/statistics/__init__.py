"""Statistics: several values become one, over time, places or indicators."""
