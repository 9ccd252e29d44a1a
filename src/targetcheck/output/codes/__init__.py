"""Every code that the program prints, with its sentences."""

from targetcheck.output.codes.code_listing import KINDS, ListedCode, code_named, listed_codes

__all__ = ["KINDS", "ListedCode", "code_named", "listed_codes"]
