"""Types of what the public functions take and give back, for annotations.

from targetcheck.types import Need, ObservationTable
"""

from targetcheck.api.draft_functions import Draft
from targetcheck.api.table_functions import Inspection
from targetcheck.api.what_if_functions import WhatIf
from targetcheck.errors import Diagnostic, Language, Severity, Where
from targetcheck.evaluation.chart_types import Chart, Charts
from targetcheck.evaluation.large_tables.verdict_table import VerdictTable
from targetcheck.output.inspection.table_inspection import CellSeen
from targetcheck.required_values.required_value_table import PathTable
from targetcheck.ruleset.profile import Profile
from targetcheck.tables.observation_table import ObservationTable
from targetcheck.verdicts.verdict import Provenance, Status
from targetcheck.what_if.gap_to_target import Need
from targetcheck.what_if.hypothetical_values import Turned
from targetcheck.what_if.turning_point import Turning

__all__ = [
    "CellSeen",
    "Chart",
    "Charts",
    "Diagnostic",
    "Draft",
    "Inspection",
    "Language",
    "Need",
    "ObservationTable",
    "PathTable",
    "Profile",
    "Provenance",
    "Severity",
    "Status",
    "Turned",
    "Turning",
    "VerdictTable",
    "WhatIf",
    "Where",
]
