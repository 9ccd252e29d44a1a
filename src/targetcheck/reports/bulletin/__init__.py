"""The quarterly bulletin: what it says (`content`), and the forms that it takes."""

from targetcheck.reports.bulletin.content import Bulletin, bulletin
from targetcheck.reports.bulletin.history import Compared

__all__ = ["Bulletin", "Compared", "bulletin"]
