"""YAML text to plain data with locations, and back."""
