"""`result.plot`: the charts of a result by name.

Layer: output. Input: a Result. Output: Drawings, which notebooks display.
"""

from __future__ import annotations

from dataclasses import dataclass

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.charts.bullet_chart import bullets
from targetcheck.output.charts.chart import Drawing
from targetcheck.output.charts.overview_charts import bars, heatmap, tranches
from targetcheck.output.charts.trajectory_chart import trajectory
from targetcheck.output.current_and_lagging import course, current
from targetcheck.output.place_ranking import ranking
from targetcheck.verdicts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Plots:
    """The charts of one result; each method raises ValueError if there is nothing to draw."""

    result: Result

    def __repr__(self) -> str:
        return f"<Plots of {self.result!r}>"

    def _repr_html_(self) -> str:
        """Return the result itself as HTML."""
        from targetcheck.output.result_files.result_notebook import result_html
        from targetcheck.ruleset.ruleset_html import notebook_language

        return result_html(self.result, notebook_language())

    def bullet(self, target: str | None = None, lang: Language = "en") -> Drawing:
        """Return value against requirement: of one target at every place, or of all targets."""
        verdicts = [v for v in current(self.result) if target in (None, v.target)]
        return _drawn(bullets(verdicts, lang, names="both"))

    def trajectory(self, target: str, place: str | None = None, lang: Language = "en") -> Drawing:
        """Return the observed points of a target at a place against planned path and milestones."""
        key = target if place is None else (target, place)
        lead: Verdict = self.result[key]
        return _drawn(trajectory(course(self.result, lead), lang))

    def heatmap(self, lang: Language = "en") -> Drawing:
        """Return the verdicts of all places on all indicators that two places share."""
        return _drawn(heatmap(current(self.result), lang))

    def ranking(self, lang: Language = "en") -> Drawing:
        """Return the places by the share of their decided verdicts that are met or on track."""
        ranked = ranking(current(self.result), self.result.ruleset, lang)
        return _drawn(
            bars([(r.name, float(r.rate), r.label) for g in ranked for r in g.rows], lang)
        )

    def tranches(self, target: str | None = None, lang: Language = "en") -> Drawing:
        """Return the achieved amount of each tranche."""
        return _drawn(
            tranches([v for v in self.result.verdicts if target in (None, v.target)], lang)
        )


def _drawn(drawing: Drawing | None) -> Drawing:
    if drawing is None:
        message = "nothing to draw: no numeric value, or too few places"
        raise ValueError(message)
    return drawing
