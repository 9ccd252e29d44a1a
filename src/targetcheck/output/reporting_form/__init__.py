"""The reporting form of a ruleset: what has to be reported for a period, by whom.

`asked` finds the rows, `pages` lays them out, `workbook` writes them with openpyxl.
"""
