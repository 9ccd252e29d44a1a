"""Outline of a document: paragraphs, numbered clauses, tables, and several documents in one text."""
