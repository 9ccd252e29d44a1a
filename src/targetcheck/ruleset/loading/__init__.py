"""Loading of YAML sources to a validated ruleset."""
