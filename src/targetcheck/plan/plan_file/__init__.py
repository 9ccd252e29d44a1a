"""Compiled plans as files."""
