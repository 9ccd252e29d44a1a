"""Review of a draft in a workbook: clause beside proposal, answers read back."""
