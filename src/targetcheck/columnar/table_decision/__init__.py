"""Verdicts of whole tables, column by column."""
