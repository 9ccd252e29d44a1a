"""Generated page of every message in English and Chinese."""
