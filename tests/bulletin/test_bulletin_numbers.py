"""The bulletin's every number equals the evaluation's: recomputed here from the JSON output."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from itertools import takewhile

import pytest

from targetcheck.reports.bulletin.as_html import as_html
from targetcheck.reports.ranking import percent_text

WELL = ("pass", "on_track")
JUDGED = ("pass", "on_track", "at_risk", "fail", "missed")
MISSED = ("fail", "missed")
STATUSES = (
    "pass",
    "fail",
    "missed",
    "at_risk",
    "on_track",
    "not_due",
    "undetermined",
    "not_applicable",
)


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def signed(number):
    return f"{number:+d}" if number else "0"


def key(verdict):
    return verdict["target"], verdict["place"], verdict["due"]


def due_rate(verdicts, as_of):
    due = [v for v in verdicts if v["due"] <= as_of and v["status"] != "not_applicable"]
    met = sum(v["status"] == "pass" for v in due)
    return met, len(due), Fraction(100 * met, len(due)) if due else None


def points(text):
    return Fraction(
        text.partition("（")[0].removesuffix("个百分点").removesuffix("个").removesuffix("公顷")
    )


def test_headline_counts_and_their_changes(tables, outputs):
    rows = texts(tables["headline"])
    counts = [o["summary"] for o in outputs]
    total = len(outputs[0]["verdicts"])
    for row, status in zip(rows, STATUSES, strict=False):
        now = counts[0][status]
        assert row[1:] == [
            str(now),
            percent_text(Fraction(100 * now, total)),
            signed(now - counts[1][status]),
            signed(now - counts[2][status]),
        ]
    assert rows[8][1] == str(total) == str(sum(counts[0].values()))


def test_shares_met_and_on_track_and_their_changes_in_points(tables, outputs):
    due, paced = texts(tables["headline"])[-2:]
    rates = [due_rate(o["verdicts"], o["as_of"]) for o in outputs]
    assert due[1] == f"{rates[0][0]}/{rates[0][1]}"
    assert due[2] == percent_text(rates[0][2])
    for cell, then in zip(due[3:], rates[1:], strict=True):
        expected = None if then[2] is None else rates[0][2] - then[2]
        assert cell == "—" if expected is None else abs(points(cell) - expected) <= Fraction(1, 20)
    on, risk = (outputs[0]["summary"][s] for s in ("on_track", "at_risk"))
    assert paced[1] == f"{on}/{on + risk}"


@pytest.mark.parametrize(("table", "field"), [("by-place", "place_name"), ("by-lead", "lead")])
def test_progress_by_group_counts_every_verdict(tables, outputs, table, field):
    groups: dict[str, Counter[str]] = {}
    for verdict in outputs[0]["verdicts"]:
        names = verdict[field] if isinstance(verdict[field], list) else [verdict[field]]
        for name in names:
            groups.setdefault(name, Counter())[verdict["status"]] += 1
    shown = {row[0]: row[1:10] for row in texts(tables[table])}
    assert shown.keys() == groups.keys()
    for name, counts in groups.items():
        numbers = [cell.split(" ")[-1] for cell in shown[name]]
        assert numbers == [str(counts.total()), *(str(counts[s]) for s in STATUSES)]


def test_ranking_follows_from_the_current_verdicts(tables, outputs):
    current = {}
    for v in sorted(outputs[0]["verdicts"], key=lambda v: v["due"]):
        known = current.get((v["target"], v["place"]))
        if known is None or known["due"] <= outputs[0]["as_of"]:
            current[v["target"], v["place"]] = v
    places: dict[str, list[str]] = {}
    for v in current.values():
        places.setdefault(v["place_name"], []).append(v["status"])
    rows = texts(tables["ranking"])
    shares = {}
    for _, rank, name, share, well, judged, failed, unjudged in rows:
        statuses = places[name]
        count = sum(s in WELL for s in statuses), sum(s in JUDGED for s in statuses)
        assert (int(well), int(judged)) == count
        assert int(failed) == sum(s in MISSED for s in statuses)
        assert int(unjudged) == len(statuses) - count[1]
        shares[name] = Fraction(100 * count[0], count[1])
        assert share == percent_text(shares[name])
        assert int(rank) == 1 + sum(other > shares[name] for other in map(share_of(places), places))


def share_of(places):
    def share(name):
        judged = [s for s in places[name] if s in JUDGED]
        return Fraction(100 * sum(s in WELL for s in judged), len(judged))

    return share


def test_the_list_of_who_lags_with_gap_periods_and_changes(tables, outputs):
    now = [v for v in outputs[0]["verdicts"] if v["status"] in ("fail", "missed", "at_risk")]
    before, year = ({key(v): v for v in o["verdicts"]} for o in outputs[1:])
    rows = {(r[1], r[2], r[3]): r for r in texts(tables["lagging"])}
    assert len(rows) == len(now) == len(tables["lagging"].rows)
    assert now
    told = Counter()
    for v in now:
        row = rows[v["title"], v["place_name"], v["due"]]
        if v["gap"]:
            assert points(row[6]) == pytest.approx(v["gap"], rel=1e-3)
            told["gap"] += 1
        assert row[8] == str(periods(v, outputs[0]["verdicts"]) or "—")
        for cell, earlier in ((row[9], before), (row[10], year)):
            change = difference(v, earlier, exact=earlier is year)
            if change is None:
                assert cell == "—"
            else:
                assert points(cell) == pytest.approx(change, rel=1e-3)
                told["change"] += 1
    assert told["gap"]
    assert told["change"]


def periods(verdict, verdicts):
    if verdict["status"] == "at_risk":
        return verdict["evidence"]["lagging_periods"]
    same = [
        v for v in verdicts if (v["target"], v["place"]) == (verdict["target"], verdict["place"])
    ]
    run = sorted(
        (v for v in same if v["due"] <= verdict["due"]), key=lambda v: v["due"], reverse=True
    )
    return len(list(takewhile(lambda v: v["status"] in MISSED, run)))


def difference(now, earlier, *, exact):
    then = earlier.get(key(now))
    if exact and (then is None or then["evidence"]["period_end"] is None):
        last = f"{int(now['due'][:4]) - 1}{now['due'][4:]}"
        then = earlier.get((now["target"], now["place"], last), then)
    if then is None or now["value"] is None or then["value"] is None:
        return None
    ends = [date.fromisoformat(v["evidence"]["period_end"]) for v in (now, then)]
    if ends[1] >= ends[0] or (
        exact and (ends[0].year - ends[1].year != 1 or ends[0].month != ends[1].month)
    ):
        return None
    starts = [date.fromisoformat(v["evidence"]["period_start"]) for v in (now, then)]
    if exact and starts[0].month != starts[1].month:
        return None
    if exact and starts[0] != ends[0] and starts[0].year - starts[1].year != 1:
        return None
    return Fraction(str(now["value"])) - Fraction(str(then["value"]))


def test_what_cannot_be_judged_and_the_input_that_is_missing(tables, outputs):
    unknown = [v for v in outputs[0]["verdicts"] if v["status"] == "undetermined"]
    rows = texts(tables["undetermined"])
    assert len(rows) == len(unknown) > 0
    for row, verdict in zip(rows, unknown, strict=True):
        assert row[:3] == [verdict["title"], verdict["place_name"], verdict["due"]]
        assert (row[4] != "—") == bool(verdict["missing"])


def test_the_annex_holds_every_verdict_its_sentence_and_its_clause(tables, outputs):
    rows = texts(tables["annex"])
    assert len(rows) == len(outputs[0]["verdicts"])
    for row, verdict in zip(rows, outputs[0]["verdicts"], strict=True):
        assert row[4] == verdict["sentence"]
        assert verdict["citation"]["clause"] in row[5]
        assert verdict["citation"]["quote"] in row[5]


class Tables(HTMLParser):
    """The texts of the cells of every table of a page, by the table's id."""

    def __init__(self):
        super().__init__()
        self.found, self.id, self.cell = {}, None, None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.id = dict(attrs)["id"]
            self.found[self.id] = []
        elif tag == "tr" and self.id:
            self.found[self.id].append([])
        elif tag == "td":
            self.cell = ""

    def handle_endtag(self, tag):
        if tag == "td":
            self.found[self.id][-1].append(self.cell)
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


def test_the_page_prints_the_tables_cell_by_cell(made, tables):
    page = Tables()
    page.feed(as_html(made))
    assert page.found.keys() == tables.keys()
    for name, table in tables.items():
        assert [row for row in page.found[name] if row] == texts(table)
