"""Every code that the program prints, with its sentences."""

from targetcheck.output.codes.code_listing import code_named, listed_codes
from targetcheck.output.codes.listed_code import KINDS, ListedCode

__all__ = ["KINDS", "ListedCode", "code_named", "listed_codes"]
