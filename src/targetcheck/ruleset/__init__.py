"""Rulesets: typed, frozen models, validated as a whole."""
