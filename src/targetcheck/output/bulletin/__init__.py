"""Quarterly bulletin: one model of its contents, and a renderer for each format."""

from targetcheck.output.bulletin.bulletin_file import bulletin_file
from targetcheck.output.bulletin.contents import Bulletin, bulletin
from targetcheck.output.bulletin.earlier_results import ComparedResults

__all__ = ["Bulletin", "ComparedResults", "bulletin", "bulletin_file"]
