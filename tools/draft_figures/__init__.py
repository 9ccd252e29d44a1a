"""Figures of drafts: proposals compared with the rulesets that people wrote for the same texts.

Layer: tools. Input: bundled rulesets, the texts of their documents. Output: shares found and right.
"""
