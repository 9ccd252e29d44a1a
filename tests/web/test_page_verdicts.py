"""The page in a real Chromium: what it shows is what the engine says."""

from collections import Counter
from dataclasses import replace

from page_steps import counted, explain, settled, shown

from targetcheck.output.verdict_columns import cells
from targetcheck.plan.restated_targets import without_repeats
from targetcheck.verdicts.code_terms import STRENGTH, word


def listed(result, lang):
    """The verdicts as the page lists them: each once, with the strength behind the requirement."""
    strength = {"binding": ""} | {s: word(STRENGTH, s, lang) for s in ("expected", "aspirational")}
    return [
        replace(row, required=row.required + strength[verdict.strength])
        for verdict in without_repeats(result, result.ruleset)
        for row in [cells(verdict, lang, brief=True)]
    ]


def test_counts_are_those_of_the_engine(judged, result):
    once = without_repeats(result, result.ruleset)
    assert counted(judged) == Counter(str(verdict.status) for verdict in once)
    said = judged.run("document.querySelector('#step-verdicts .counts').textContent")
    assert f"共{len(result)}个评判项" in said
    assert f"并入后列为{len(once)}项" in said


def test_rows_are_those_of_the_engine(judged, result):
    judged.run("(s => { s.value = 'plan'; s.dispatchEvent(new Event('change')) })(sort)")
    judged.run("document.querySelector('.more').click()")
    judged.run("document.querySelector('.more')?.click()")
    want = listed(result, "zh")
    for column in ("title", "place", "due", "value", "required", "margin", "reason"):
        assert shown(judged, column) == [getattr(each, column) for each in want]


def test_filters_search_and_sorting(judged, result):
    judged.run("document.querySelector('button.chip.at_risk').click()")
    assert set(shown(judged, "status")) == {"▲有风险"}
    judged.run("document.querySelector('button.chip.at_risk').click()")
    judged.run("(s => { s.value = '矿山'; s.dispatchEvent(new Event('input')) })(search)")
    found = shown(judged, "title")
    assert found
    assert len(found) < len(result)
    judged.run("document.querySelector('th.due button').click()")
    days = shown(judged, "due")
    judged.run("document.querySelector('th.due button').click()")
    assert shown(judged, "due") == sorted(days, reverse=True)
    assert judged.run("document.querySelector('th.due').getAttribute('aria-sort')") == "descending"
    judged.run("(s => { s.value = '没有这样的目标'; s.dispatchEvent(new Event('input')) })(search)")
    assert shown(judged, "title") == []
    judged.run("document.querySelector('.list .empty button').click()")
    assert len(shown(judged, "title")) == 100


def test_an_explanation_is_that_of_the_engine(judged, result):
    verdict = next(v for v in result if v.status == "at_risk" and v.citations and v.value)
    explain(judged, (verdict.target, verdict.place, verdict.due.isoformat()))
    assert judged.run("document.querySelector('.sentence').textContent").startswith(
        verdict.sentence("zh")
    )
    quote = judged.run("document.querySelector('.explanation blockquote').textContent")
    assert quote == "……".join(each.quote for each in verdict.citations)
    lines = judged.run("document.querySelector('.explanation pre').textContent")
    assert lines.splitlines() == verdict.explain("zh").splitlines()[3:]
    judged.wait("document.querySelector('.chart svg')")
    assert judged.run("document.querySelector('.chart svg').getAttribute('aria-label').length") > 5


def test_a_supposition_changes_what_it_changes(judged, result):
    verdict = next(
        v for v in result if v.status == "at_risk" and v.value and v.reason == "slipping"
    )
    explain(judged, (verdict.target, verdict.place, verdict.due.isoformat()))
    judged.run("document.querySelector('.what-if input').value = '60'")
    judged.run("document.querySelector('.what-if button').click()")
    settled(judged)
    assert "结论改变" in judged.run("document.querySelector('.what-if').textContent")
    before = judged.run("document.querySelector('tr.chosen .status').textContent")
    assert "有风险" in before


def test_it_speaks_the_other_language(judged, result):
    judged.run("lang.click()")
    judged.wait("document.querySelector('.verdicts') && document.documentElement.lang === 'en'")
    judged.wait("document.querySelector('.verdicts tbody .status').textContent.match(/[a-z]/)")
    settled(judged)
    judged.run("(s => { s.value = 'plan'; s.dispatchEvent(new Event('change')) })(sort)")
    want = listed(result, "en")[:100]
    assert shown(judged, "required") == [each.required for each in want]
    seen = judged.run("document.querySelector('main').innerText")
    assert "undefined" not in seen
    judged.run("lang.click()")
    judged.wait(
        "document.querySelector('.verdicts tbody .status').textContent.match(/[\\u4e00-\\u9fff]/)"
    )
    settled(judged)
