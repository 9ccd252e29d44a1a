"""A plan and a table in, a result out."""

from targetcheck.evaluation.result import Result
from targetcheck.evaluation.run import ENGINE, evaluate_table

__all__ = ["ENGINE", "Result", "evaluate_table"]
