"""Layout of hand-made sheets: tables, headings and data rows."""
