"""Spelling of the project's texts: English by codespell, Chinese by the rules of offices."""
