"""The page that runs targetcheck in a browser: its files, its runtime, its session."""
