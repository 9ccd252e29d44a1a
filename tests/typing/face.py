"""What a user's type checker sees; this file only has to type-check."""

from datetime import date
from fractions import Fraction

import polars as pl

import targetcheck as tc
from targetcheck.escalation import days_of, escalate, from_data
from targetcheck.types import (
    Chart,
    Diagnostic,
    Draft,
    Inspection,
    Need,
    ObservationTable,
    Status,
    WhatIf,
)

ruleset: tc.Ruleset = tc.load_ruleset("hubei/huangshi-yangtze-2024")
plan: tc.Plan = tc.compile_plan(ruleset, profile="default")
result: tc.Result = tc.evaluate(plan, "2024q3.csv", as_of=date(2024, 9, 30))
verdict: tc.Verdict = result["outfalls-2024", "huangshi"]
status: Status = verdict.status
sentence: str = verdict.explain("zh")
counts: dict[str, int] = result.summary()
by_place: dict[str, dict[str, int]] = result.by("place")
rows: list[dict[str, object]] = result.to_frame("rows")
frame: pl.DataFrame = result.to_frame("polars")
chart: Chart = result.plot.bullet("outfalls-2024")
same_kind: pl.DataFrame = tc.verdict_frame(plan, frame, as_of="2024-09-30")
screened: pl.DataFrame = tc.screen(plan, frame, as_of="2024-09-30")
table: ObservationTable = tc.read_table("2024q3.csv", ruleset)
seen: Inspection = tc.inspect(table, plan)
supposed: WhatIf = tc.what_if(plan, table, as_of="2024Q3", suppose="daye,pm25,2024=35 ug/m3")
needs: tuple[Need, ...] = supposed.needs
to_go: Fraction | None = needs[0].to_go
found: tuple[Diagnostic, ...] = tc.lint("hubei/huangshi-yangtze-2024")
path: pl.DataFrame = tc.required_path(plan).to_frame("polars")
problems: pl.DataFrame = tc.rectify("ledger.db").to_frame("polars")
items: list[dict[str, object]] = tc.rectify("ledger.db").to_frame("rows")
measures: pl.DataFrame = escalate(
    ruleset,
    from_data(plan, table, days_of(ruleset, date(2024, 1, 1), date(2024, 9, 30))),
    date(2024, 1, 1),
    date(2024, 9, 30),
).to_frame("polars")
circular: bytes = tc.report(
    plan, table, "circular.docx", as_of="2024Q3", fields={"issuer": "市政府"}
)
form: bytes = tc.template(plan, "2024Q4", by="place")
drafts: list[Draft] = tc.draft("plan.pdf", "plan")
