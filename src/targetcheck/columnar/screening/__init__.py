"""Row-by-row comparison with level requirements."""
