"""Test cases of a ruleset."""
