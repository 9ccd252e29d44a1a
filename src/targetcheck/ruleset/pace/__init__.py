"""Settings of the progress methods that a ruleset has to name; progress_method.py lists them."""
