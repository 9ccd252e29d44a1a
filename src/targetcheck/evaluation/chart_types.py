"""Types of charts and frames, for what a Result gives back.

Layer: evaluation. The charts are made in `output`, which this layer does not import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from targetcheck.errors import Language

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    Rows: TypeAlias = list[dict[str, object]]
    NativeFrame: TypeAlias = Rows | pd.DataFrame | pl.DataFrame | pa.Table | duckdb.DuckDBPyRelation
    """What `to_frame` returns by kind: `rows`, `pandas`, `polars`, `pyarrow`, `duckdb`."""


class Chart(Protocol):
    """One chart: SVG, PNG, or the Vega-Lite specification."""

    def svg(self, name: str = "") -> str:
        """Return the chart as SVG; `name` is its accessible name."""
        ...

    def png(self, scale: float = 2.0) -> bytes:
        """Return the chart as PNG."""
        ...

    def to_dict(self) -> dict[str, object]:
        """Return the Vega-Lite specification."""
        ...


class Charts(Protocol):
    """The charts of one result; each method raises ValueError if there is nothing to draw."""

    def bullet(self, target: str | None = None, lang: Language = "en") -> Chart:
        """Return value against requirement: of one target at every place, or of all targets."""
        ...

    def trajectory(self, target: str, place: str | None = None, lang: Language = "en") -> Chart:
        """Return the observed points of a target at a place against planned path and milestones."""
        ...

    def heatmap(self, lang: Language = "en") -> Chart:
        """Return the verdicts of all places on all indicators that two places share."""
        ...

    def ranking(self, lang: Language = "en") -> Chart:
        """Return the places by the share of their decided verdicts that are met or on track."""
        ...

    def tranches(self, target: str | None = None, lang: Language = "en") -> Chart:
        """Return the achieved amount of each tranche."""
        ...

    def _repr_html_(self) -> str:
        """Return the result itself as HTML."""
        ...
