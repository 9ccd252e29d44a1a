"""Verdicts of whole tables by columnar computation."""
