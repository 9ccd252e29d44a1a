"""What-if analysis: values that pass, that are on track, that change a verdict.

Layer: what_if. Input: a Result, its plan and observations. Output: exact values.
"""
