"""IATI activity files: elements, results, rows."""
