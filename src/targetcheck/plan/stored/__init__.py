"""Plans as files: written once, read without YAML, validation or units."""
