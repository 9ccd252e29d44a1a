"""Test cases beside a ruleset."""
