"""Problem lists that come back: the workbook, its comparison with what went out, the findings."""
