"""What would have to be reported: values that pass, that are on track, that turn a verdict.

Layer: what_if. Input: a Result and the plan and observations behind it. Output: exact values.
"""
