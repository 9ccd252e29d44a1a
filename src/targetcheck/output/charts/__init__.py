"""Charts of a result: Vega-Lite specifications, rendered as SVG or PNG."""

from targetcheck.output.charts.chart import Drawing, chinese_font
from targetcheck.output.charts.result_plots import Plots

__all__ = ["Drawing", "Plots", "chinese_font"]
