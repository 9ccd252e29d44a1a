"""Rulesets lowered to rows, reports bound to them; units folded."""
