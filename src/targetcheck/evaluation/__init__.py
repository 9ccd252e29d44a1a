"""Evaluation of a plan on a table."""

from targetcheck.evaluation.reference_evaluation import ENGINE, evaluate_table
from targetcheck.evaluation.result import Result

__all__ = ["ENGINE", "Result", "evaluate_table"]
