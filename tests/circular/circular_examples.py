"""Every bundled ruleset with its example, evaluated now and a quarter earlier."""

from __future__ import annotations

import json
from pathlib import Path

import targetcheck as tc
from targetcheck.api.report_functions import months_before
from targetcheck.escalation import days_of, escalate
from targetcheck.escalation.measure_text import measures_of
from targetcheck.escalation.target_standings import from_data
from targetcheck.output.bulletin import ComparedResults
from targetcheck.output.circular import CircularInputs, circular
from targetcheck.what_if.gap_to_target import needs_of

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
DATA = {
    "hubei/huangshi-ftz-2024": "huangshi/ftz-2024.csv",
    "hubei/huangshi-land-2024": "huangshi/land-2024.csv",
    "hubei/huangshi-village-health-2024": "huangshi/village-health-2024.csv",
    "hubei/huangshi-yangtze-2024": "huangshi/2024q4.csv",
    "hubei/hubei-environment-2024": "hubei/hubei-environment-2024.csv",
    "hubei/shiyan-yangtze-2018": "shiyan/yangtze-2018.csv",
    "hubei/suizhou-yangtze-2024": "suizhou/suizhou-yangtze-2024.csv",
    "hubei/xianning-actions-2022": "xianning/actions-2022.csv",
    "hubei/xianning-digital-2022": "xianning/digital-2022.csv",
    "hubei/xianning-drug-safety-2022": "xianning/drug-safety-2022.csv",
    "hubei/xianning-graduates-2022": "xianning/graduates-2022.csv",
    "hubei/xianning-investment-2022": "xianning/investment-2022.csv",
    "hubei/xianning-medical-aid-2022": "xianning/medical-aid-2022.csv",
    "hubei/xianning-rental-housing-2022": "xianning/rental-housing-2022.csv",
    "hubei/xianning-yearbook-2022": "xianning/yearbook-2022.csv",
}
NAMES = tuple(DATA)


class Example:
    """A ruleset evaluated on its example, now and a quarter earlier."""

    def __init__(self, name):
        self.name, self.plan = name, tc.compile_plan(name)
        self.table = tc.read_table(str(EXAMPLES / DATA[name]))
        self.result = tc.evaluate(self.plan, self.table, as_of=f"{name[-4:]}-12-31")
        then = tc.evaluate(self.plan, self.table, as_of=months_before(self.result.as_of, 3))
        self.before = then if then.used else None
        self.needs = needs_of(self.result)
        self.known = {}

    def inputs(self, lang="zh", **more):
        if lang not in self.known:
            self.known[lang] = self.measures(lang) if self.plan.ruleset.escalation else None
        measures = self.known[lang]
        compared = ComparedResults(self.result, self.before)
        return CircularInputs(compared, lang, self.needs, measures, **more)

    def measures(self, lang):
        ruleset = self.plan.ruleset
        since, until = ruleset.document.issued, self.result.as_of
        past = dict(from_data(self.plan, self.table, days_of(ruleset, since, until)))
        due = escalate(ruleset, past, since, until, "reference").due()
        return measures_of(due, self.result, lang)

    def made(self, lang="zh", template=None, *, brief=False, **more):
        return circular(self.inputs(lang, **more), template, brief=brief)

    def json(self, lang="zh"):
        return json.loads(self.result.to_json(lang))

    def json_before(self, lang="zh"):
        return json.loads(self.before.to_json(lang)) if self.before is not None else None
