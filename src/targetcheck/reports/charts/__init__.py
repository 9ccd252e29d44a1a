"""Charts of a result: specifications in Vega-Lite, drawn as SVG or PNG."""

from targetcheck.reports.charts.drawing import Drawing, chinese_font
from targetcheck.reports.charts.plots import Plots

__all__ = ["Drawing", "Plots", "chinese_font"]
