"""Compilation of rulesets to plans."""
