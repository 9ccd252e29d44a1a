"""One verdict in full, for reading.

Floor: reports. Comes in: a Verdict and those of the same target and place on other days. Goes out:
text.
"""

from __future__ import annotations

from collections.abc import Sequence

from targetcheck.errors import Language
from targetcheck.output.verdict_columns import printable, status_text
from targetcheck.verdicts.verdict import Verdict


def account_text(verdict: Verdict, others: Sequence[Verdict], lang: Language) -> str:
    """Give the account of a verdict, and what stands on the other due dates."""
    lines = [printable(line) for line in verdict.explain(lang).splitlines()]
    if others:
        lines += ["", "其他时限：" if lang == "zh" else "Other due dates:"]
        lines += [f"  {other.due}  {status_text(other.status, lang)}" for other in others]
    return "\n".join(lines) + "\n"
