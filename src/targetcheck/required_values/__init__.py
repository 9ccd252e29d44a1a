"""The required value as a table: what each target asks of each place on each day.

Layer: required_values. Input: a Plan and the observations known so far. Output: `PathTable`.
"""

from targetcheck.required_values.required_value_table import PathTable, path_table

__all__ = ["PathTable", "path_table"]
