"""What targets claim, in forms that can be compared: claims, pairs, amounts, numbers of quotes.

Layer: lint. Input: Ruleset. Output: data that several rules share.
"""
