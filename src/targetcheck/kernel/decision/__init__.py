"""The order of decision."""
