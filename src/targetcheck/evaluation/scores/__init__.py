"""Points, grades and ranks of places from verdicts and values."""
