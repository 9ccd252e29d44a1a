"""A recorded run judged again where something changed: unchanged answers come from the ledger.

Layer: rejudgement. Input: a Ledger, a Run, new data or another ruleset. Output: a new Run, the same
that recording the full evaluation would give.
"""

from targetcheck.rejudgement.partial_run import Rejudgement, rejudge

__all__ = ["Rejudgement", "rejudge"]
