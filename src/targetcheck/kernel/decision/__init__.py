"""The order of decision: how one check gets its outcome."""
