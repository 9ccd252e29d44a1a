"""Typed, frozen, validated together: what a ruleset says."""
