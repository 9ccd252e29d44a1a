"""The bulletin's every number equals the evaluation's: recomputed here from the JSON output.

First every table as it is made, then the tables of the four forms, cell by cell.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction

import counties
import pytest
from read_back import of_docx, of_html, of_markdown, of_xlsx
from recomputed import LAGGING, Recomputed, agrees, key

import targetcheck as tc
from targetcheck.output.bulletin import ComparedResults, bulletin
from targetcheck.output.bulletin.bulletin_docx import as_docx
from targetcheck.output.bulletin.bulletin_html import as_html
from targetcheck.output.bulletin.bulletin_markdown import as_markdown
from targetcheck.output.bulletin.bulletin_xlsx import as_xlsx

DAYS = {
    "everything is due": ("2024-12-31", "2024-09-30", "2023-12-31"),
    "most is ahead": ("2024-09-30", "2024-06-30", "2023-09-30"),
}


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


@pytest.fixture(scope="module", params=[(d, lang) for d in DAYS for lang in ("zh", "en")], ids=str)
def told(request):
    """A bulletin of a day in a language: its tables by id, and the same from JSON."""
    day, lang = request.param
    plan = tc.compile_plan(with_people(counties.ruleset()))
    table = tc.read_table(counties.reports(source="示例值"))
    results = [tc.evaluate(plan, table, as_of=d) for d in DAYS[day]]
    made = bulletin(ComparedResults(*results), lang, charts=False)
    tables = {b.id: b for s in made.sections for b in s.blocks if hasattr(b, "rows")}
    outputs = [json.loads(result.to_json(lang), parse_float=Fraction) for result in results]
    return tables, Recomputed(*outputs, lang), made, results[0]


def with_people(ruleset):
    """Add a waiver and a judgement to a ruleset."""
    waiver = {"target": "t0", "place": "c1", "reason": "r", "approver": "a", "until": "2025-06-30"}
    override = {"target": "t1", "place": "c2", "status": "pass", "reason": "r", "author": "a"}
    return ruleset | {"waivers": [waiver], "overrides": [override | {"date": "2024-10-01"}]}


def test_every_table_is_recomputed(told):
    tables, again, _, _ = told
    assert tables.keys() == again.tables().keys()


def test_every_number_of_every_table(told):
    tables, again, _, _ = told
    for name, expected in again.tables().items():
        shown = texts(tables[name])
        if isinstance(expected, dict):  # ordered by how bad it is: looked up by what it names
            names = [named_by(name, row, again.verdicts) for row in shown]
            assert len(set(names)) == len(shown) == len(expected), name
            expected = [expected[each] for each in names]
        assert len(shown) == len(expected), name
        for row, wanted in zip(shown, expected, strict=True):
            assert len(row) == len(wanted), name
            wrong = [(c, w) for c, w in zip(row, wanted, strict=True) if not agrees(c, w)]
            assert not wrong, (name, row)


def named_by(table, row, verdicts):
    """Give what a row of an ordered table is about."""
    if table == "lagging":
        return next(
            key(v)
            for v in verdicts
            if [v["title"], v["place_name"], v["due"]] == row[1:4] and v["status"] in LAGGING
        )
    return row[2] if table == "ranking" else row[1]


def test_nothing_agrees_with_another_number(told):
    """The comparison itself: a digit more or less is seen."""
    tables, again, _, _ = told
    numbers = 0
    for name, expected in again.tables().items():
        rows = expected.values() if isinstance(expected, dict) else expected
        for wanted in (cell for row in rows for cell in row):
            if isinstance(wanted, Fraction | int | tuple):
                first = wanted[0] if isinstance(wanted, tuple) else wanted
                numbers += 1
                other = float(first) + abs(float(first)) / 100 + 0.2
                assert not agrees(f"{other:.4f} (0.9)", wanted), name
    assert numbers > 100
    assert tables


def test_what_lags_stands_with_the_worst_first(told):
    tables, again, _, _ = told
    verdicts = {(v["title"], v["place_name"], v["due"]): v for v in again.verdicts}
    order = []
    for row in texts(tables["lagging"]):
        v = verdicts[tuple(row[1:4])]
        pace = v["evidence"]["pace"]
        paced = pace is not None and pace["ratio"] is not None
        far = pace["ratio"] if paced else 1 + v["margin_percent"] / 100
        order.append((LAGGING.index(v["status"]), Fraction(far)))
    assert order == sorted(order)


def test_ranks_stand_in_order(told):
    ranks = [int(row[1]) for row in texts(told[0]["ranking"])]
    assert ranks == sorted(ranks)


def test_the_opening_sentences_count_the_same(told):
    _, again, made, _ = told
    opening = [b.text for b in made.sections[0].blocks if hasattr(b, "text")]
    numbers = [int(n) for n in re.findall(r"(?<![\d.-])\d+(?![\d.%-])", opening[0])]
    causes = [n for n in again.now["undetermined"].values() if n]
    summary = []
    for status, n in again.now["summary"].items():
        summary += [n, *(causes if status == "undetermined" else [])] if n else []
    targets = len({v["target"] for v in again.verdicts})
    places = len({v["place"] for v in again.verdicts})
    assert numbers == [targets, places, len(again.verdicts), *summary]
    due, met, rate = re.findall(r"\d+(?:\.\d+)?", opening[1])
    row = again.headline()[-2]
    assert f"{met}/{due}" == row[1]
    assert agrees(rate, row[2])


def test_each_part_says_something(told):
    """Waivers, judgements, own readings, scores, provisional and missing data are all there."""
    tables, again, _, _ = told
    wanted = {"overlays", "readings", "score-1", "unsure", "changes", "lagging", "by-strength"}
    assert wanted <= tables.keys()
    assert any("provisional" in v["flags"] for v in again.verdicts)
    paces = [v["evidence"]["pace"] for v in again.verdicts if v["status"] == "at_risk"]
    if again.now["as_of"] == "2024-09-30":
        assert any(pace["asked_now"] for pace in paces)
        assert "set-aside" in tables
    else:
        assert "undetermined" in tables


@pytest.mark.parametrize("form", ["html", "docx", "md"])
def test_a_form_prints_the_tables_cell_by_cell(told, form):
    tables, _, made, _ = told
    read = {
        "html": lambda: of_html(as_html(made)),
        "docx": lambda: of_docx(as_docx(made), tables),
        "md": lambda: of_markdown(as_markdown(made), tables),
    }[form]()
    assert read.keys() == tables.keys()
    for name, table in tables.items():
        assert read[name] == texts(table), name


def test_the_workbook_prints_the_tables_cell_by_cell(told):
    tables, again, made, result = told
    sheets = of_xlsx(as_xlsx(made, result))
    for name, table in tables.items():
        if name not in ("annex", "set-aside"):
            # A count stands without its mark, so that it can be computed with; the head has it.
            plain = [[re.sub(r"^\S (\d+)$", r"\1", text) for text in row] for row in texts(table)]
            assert sheets.pop(table.title[:28].strip()) == plain, name
    verdicts, _, aside, _ = sheets.values()
    assert [row[1] for row in verdicts] == [v["target"] for v in again.verdicts]
    assert [row[-1] for row in verdicts] == [v["sentence"] for v in again.verdicts]
    assert [row[0] for row in aside] == [str(a["row"]) for a in again.now["set_aside"]]


def test_a_long_table_is_packed_and_whole():
    plan = tc.compile_plan(counties.ruleset(300, 4))
    result = tc.evaluate(plan, counties.reports(300, 4), as_of="2024-12-31")
    made = bulletin(ComparedResults(result), "zh", charts=False)
    annex = made.sections[-1].blocks[0]
    page = as_html(made)
    assert 'data-for="annex"' in page
    assert page.partition('id="annex"')[2].count("<tr") == 101
    assert of_html(page)["annex"] == texts(annex)


def test_a_small_table_is_not_packed(told):
    assert '<script type="text/plain"' not in as_html(told[2])


def test_reading_back_sees_a_changed_cell(told):
    page = as_html(told[2])
    assert of_html(page.replace("</span></td>", "9</span></td>", 1)) != of_html(page)


def test_a_judgement_is_told_in_words_and_not_as_a_code(told):
    tables, again, _, _ = told
    overlays = [row[-1] for row in texts(tables["overlays"])]
    judged = "评定为达标：r" if again.lang == "zh" else "pass: r"
    assert any(text.startswith(judged) for text in overlays)
    assert again.lang == "en" or not any("pass" in text for text in overlays)
