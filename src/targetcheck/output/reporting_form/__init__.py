"""Reporting form of a ruleset: the data required for a period, by department or place.

data_request.py finds the rows, form_pages.py arranges them, form_xlsx.py writes them with openpyxl.
"""
