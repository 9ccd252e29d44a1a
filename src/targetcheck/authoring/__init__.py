"""Tools for ruleset authors: formatter, test cases, version diff, starter files.

Layer: authoring. Input: ruleset files and rulesets. Output: text and findings.
"""
