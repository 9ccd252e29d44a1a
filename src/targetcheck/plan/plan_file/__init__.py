"""Compiled plan files."""
