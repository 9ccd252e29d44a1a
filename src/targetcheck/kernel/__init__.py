"""Reference engine: evaluates a plan on observations."""
