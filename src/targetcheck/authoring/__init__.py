"""The author's tools: layout, cases, comparison of versions, skeletons.

Floor: authoring. Comes in: ruleset files and rulesets. Goes out: text and findings.
"""
