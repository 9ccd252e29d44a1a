"""What a user's type checker sees; this file only has to type-check."""

from datetime import date

import targetcheck as tc

ruleset: tc.Ruleset = tc.load_ruleset("hubei/huangshi-yangtze-2024")
plan: tc.Plan = tc.compile_plan(ruleset, profile="default")
result: tc.Result = tc.evaluate(plan, "2024q3.csv", as_of=date(2024, 9, 30))
verdict: tc.Verdict = result["outfalls-2024", "huangshi"]
status: tc.Status = verdict.status
sentence: str = verdict.explain("zh")
counts: dict[str, int] = result.summary()
