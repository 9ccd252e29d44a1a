"""The figures behind the guarantees: tests, verdicts and seconds of each part."""
