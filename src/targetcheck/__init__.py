"""targetcheck: where does each promise of a policy document stand, and how do we know?"""

from targetcheck.api import bundled_rulesets, compile_plan, evaluate, load_ruleset
from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.evaluation import ENGINE as __version__
from targetcheck.evaluation import Result
from targetcheck.model.profile import Profile
from targetcheck.model.ruleset import Ruleset
from targetcheck.plan.plan import Plan
from targetcheck.sources.table import ObservationTable, read_table
from targetcheck.verdicts.verdict import Status, Verdict

__all__ = [
    "Diagnostic",
    "ObservationTable",
    "Plan",
    "Profile",
    "Result",
    "Ruleset",
    "Status",
    "TargetcheckError",
    "Verdict",
    "bundled_rulesets",
    "compile_plan",
    "evaluate",
    "load_ruleset",
    "read_table",
]
