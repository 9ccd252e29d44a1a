"""Formats that other systems exchange, to rulesets and from results."""
