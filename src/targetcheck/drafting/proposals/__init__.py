"""Proposals: promises found in a document, each field with its source and certainty."""
