"""Indicators, and the definitions from which they are derived."""
