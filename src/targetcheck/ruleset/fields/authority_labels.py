"""Words of an authority for bands and verdicts: `sun`, `on track`, 良好.

Layer: ruleset. Input: `labels` of a progress method. Output: a frozen model.
"""

from __future__ import annotations

from pydantic import Field

from targetcheck.ruleset.fields.field_types import Part, TextField


class Labels(Part):
    """Words of an authority for the bands, best first, and for verdicts that have no band.

    Without words for a band its default name is shown in explanations only.
    """

    on_track: TextField | None = None
    behind: TextField | None = None
    far_behind: TextField | None = None
    still: TextField | None = Field(None, description="standing still; only un_chart has it")
    away: TextField | None = None
    met: TextField | None = Field(None, description="due and met")
    not_met: TextField | None = Field(None, description="due and not met")
    met_early: TextField | None = Field(None, description="not due, and met already")
    holding: TextField | None = Field(None, description="to be maintained, and maintained")
    slipping: TextField | None = Field(None, description="to be maintained, and missed of late")
    unsteady: TextField | None = Field(None, description="to be maintained, and missed repeatedly")
    locked: TextField | None = Field(None, description="met for good")
    no_data: TextField | None = Field(None, description="nothing was reported that could decide")


def has_words(labels: Labels) -> bool:
    """Return whether an authority has a word for any band or verdict."""
    return any(getattr(labels, name) is not None for name in Labels.model_fields)
