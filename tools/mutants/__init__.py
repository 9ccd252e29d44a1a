"""A sample of mutants of the engine, and how many of them the tests notice."""
