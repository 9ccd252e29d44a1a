"""A plan as SQL: the promises that a database can judge exactly where the reports lie.

Layer: sql_query. Input: a Plan and a dialect. Output: one SELECT, and what it cannot say.
"""

from targetcheck.sql_query.sql_text import SqlText, sql_text

__all__ = ["SqlText", "sql_text"]
