"""Manual assessment by a person, with author, date and reason.

Layer: kernel. No formula: delivery confidence and red-amber-green scales are judged, not computed.
The assessment applies from its date until the due date and always carries the flag
`judged_by_person`; on the due date the value decides. A remark next to a computed verdict is an
override of the ruleset. Source: UK National Audit Office and Infrastructure and Projects Authority
on delivery confidence. Before its date: `undetermined/not_judged_yet`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from targetcheck.kernel.outcome import Pacing
from targetcheck.kernel.progress_assessment import Assessment, Course

if TYPE_CHECKING:
    from targetcheck.ruleset.pace.position_methods import Manual


def assess(course: Course, settings: Manual) -> Assessment:
    """Return the manual assessment, from its date on."""
    if settings.date > course.as_of:
        return Assessment("undetermined", "not_judged_yet")
    said = (
        ("author", settings.author),
        ("date", settings.date.isoformat()),
        ("reason", settings.reason),
    )
    pacing = Pacing(path=course.path, method="manual", label=settings.label, said=said)
    return Assessment(settings.status, "person_judged", pacing, ("judged_by_person",))
