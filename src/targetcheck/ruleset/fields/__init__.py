"""Field types that the models of a ruleset share."""
