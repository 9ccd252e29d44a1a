"""YAML sources to a validated ruleset."""
