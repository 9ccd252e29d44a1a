"""The author's tools: layout, cases, comparison of versions, skeletons.

Layer: authoring. Input: ruleset files and rulesets. Output: text and findings.
"""
