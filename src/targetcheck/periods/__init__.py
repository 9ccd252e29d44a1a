"""Periods, their labels, and due dates."""
