"""Files of a draft: ruleset, coverage of clauses."""
