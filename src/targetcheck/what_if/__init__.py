"""What would have to be reported: values that pass, that are on track, that turn a verdict.

Floor: whatif. Comes in: a Result and the plan and facts behind it. Goes out: exact values.
"""
