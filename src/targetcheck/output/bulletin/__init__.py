"""The quarterly bulletin: what it says (`content`), and the forms that it takes."""

from targetcheck.output.bulletin.contents import Bulletin, bulletin
from targetcheck.output.bulletin.earlier_bulletin import ComparedResults

__all__ = ["Bulletin", "ComparedResults", "bulletin"]
