"""Corrective action (整改): lists of problems, what people write on them, the life of each item.

Layer: rectification, above ledger, escalation and output. Input: a ledger. Output: problem lists,
their workbooks, and records of what people wrote. Importing it loads no other library.
"""
