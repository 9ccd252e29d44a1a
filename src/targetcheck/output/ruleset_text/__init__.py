"""A ruleset as text, and its JSON Schemas."""
