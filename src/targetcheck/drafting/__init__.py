"""Drafts of rulesets, proposed from the text of a document.

Layer: drafting. Input: a document. Output: proposals, each with the words it came from.
"""
