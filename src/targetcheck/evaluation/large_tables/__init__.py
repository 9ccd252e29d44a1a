"""Evaluation of large tables, columnar and on Spark."""
