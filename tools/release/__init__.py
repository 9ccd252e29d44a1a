"""Build a release and try it where the source is absent."""
