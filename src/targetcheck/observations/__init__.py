"""Observations from tables; unusable rows are set aside."""
