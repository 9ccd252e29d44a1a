"""Rulesets as text, and JSON Schemas."""
