"""Exact units, quantities, rounding and ordinal scales."""
