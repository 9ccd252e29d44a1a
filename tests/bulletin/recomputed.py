"""Every table of a bulletin, recomputed from the JSON outputs of its evaluations and nothing else.

A cell of an expected row is a text that must be there word for word, a number or two that the text
must show (rounded to four significant digits at worst), None for `—`, or ANY.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import takewhile

STATUSES = "pass fail missed at_risk on_track not_due undetermined not_applicable".split()
WELL = ("pass", "on_track")
JUDGED = (*WELL, "at_risk", "fail", "missed")
MISSED = ("fail", "missed")
LAGGING = ("fail", "missed", "at_risk")
UNSURE = {
    "rounding_sensitive",
    "provisional",
    "estimated",
    "unvalidated",
    "low_reliability",
    "approximate",
    "close_call",
    "break",
    "definition_differs",
}
STRENGTH = {
    "zh": {"binding": "约束性", "expected": "预期性", "aspirational": "力争类"},
    "en": {"binding": "binding", "expected": "expected", "aspirational": "aspirational"},
}
DOUBTS = "share-as-fraction figure-jump half-detection-limit figure-of-nines float-noise".split()
ANY = object()
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


class Percent(Fraction):
    """A share in percent, shown with one decimal."""


class Ratio(Fraction):
    """A ratio, shown with two decimals, or as a whole percentage in Chinese."""


def agrees(shown, expected):
    """Say whether the text of a cell shows what is expected."""
    if expected is ANY:
        return True
    if expected is None:
        return shown == "—"
    if isinstance(expected, str):
        return shown == expected
    numbers = expected if isinstance(expected, tuple) else (expected,)
    found = [Fraction(text) for text in NUMBER.findall(shown)]
    if "序时" in shown and found:
        found[-1] /= 100
    if isinstance(expected, Percent):
        ends = {Fraction(0), Fraction(100)}
        return len(found) == 1 and (
            found[0] == expected
            or (abs(found[0] - expected) <= Fraction(1, 20) and not {found[0], expected} & ends)
        )
    return len(found) >= len(numbers) and all(
        abs(there - number)
        <= (Fraction(1, 200) if isinstance(number, Ratio) else abs(number) / 2000)
        for there, number in zip(found, numbers, strict=False)
    )


def exact(number):
    return None if number is None else Fraction(str(number))


def key(verdict):
    return verdict["target"], verdict["place"], verdict["due"]


class Recomputed:
    """The tables by id, from the outputs of now, of the period before and of the year before."""

    def __init__(self, now, before, year, lang="zh"):
        self.now, self.lang, self.outputs = now, lang, (now, before, year)
        self.verdicts = now["verdicts"]
        self.before, self.year = ({key(v): v for v in o["verdicts"]} for o in (before, year))

    def tables(self):
        """Give the rows of each table that has any."""
        found = {
            "headline": self.headline(),
            "by-action": self.grouped(lambda v: [v["action_name"] or "—"]),
            "by-place": self.grouped(lambda v: [v["place_name"]]),
            "by-lead": self.grouped(lambda v: v["lead"] or ["—"]),
            "by-strength": self.grouped(lambda v: [STRENGTH[self.lang][v["strength"]]]),
            "ranking": self.ranking(),
            "score-1": self.scores(),
            "lagging": self.lagging(),
            "changes": self.changes(),
            "undetermined": self.undetermined(),
            "unsure": self.unsure(),
            "overlays": self.overlays(),
            "readings": self.readings(),
            "set-aside": self.set_aside(),
            "doubts": self.doubts(),
            "annex": self.annex(),
        }
        return {name: rows for name, rows in found.items() if rows}

    def headline(self):
        counts = [o["summary"] for o in self.outputs]
        totals = [sum(count.values()) for count in counts]
        rows = [
            [ANY, n[0], Percent(100 * n[0], totals[0]), change(n[0], n[1]), change(n[0], n[2])]
            for n in ([count[status] for count in counts] for status in STATUSES)
        ]
        then = [change(totals[0], total) for total in totals[1:]]
        rows.append([ANY, totals[0], Percent(100), *then])
        due = [due_rate(o["verdicts"], o["as_of"]) for o in self.outputs]
        on = [(c["on_track"], c["on_track"] + c["at_risk"]) for c in counts]
        for part in (due, on):
            rates = [Percent(100 * met, of) if of else None for met, of in part]
            rows.append([ANY, f"{part[0][0]}/{part[0][1]}", rates[0], *moved(rates)])
        return rows

    def grouped(self, names):
        groups = [members(o["verdicts"], names) for o in self.outputs]
        rows = []
        for name, verdicts in groups[0].items():
            counts = Counter(v["status"] for v in verdicts)
            rates = []
            for output, group in zip(self.outputs[:2], groups[:2], strict=True):
                met, due = due_rate(group.get(name, []), output["as_of"])
                rates.append(Percent(100 * met, due) if due else None)
            shown = [counts[status] for status in STATUSES]
            rows.append([name, counts.total(), *shown, rates[0], *moved(rates)])
        return rows if len(rows) > 1 else []

    def ranking(self):
        current = {}
        for v in sorted(self.verdicts, key=lambda v: v["due"]):
            known = current.get((v["target"], v["place"]))
            if known is None or known["due"] <= self.now["as_of"]:
                current[v["target"], v["place"]] = v
        ranked = []
        for name, verdicts in members(current.values(), lambda v: [v["place_name"]]).items():
            well = sum(v["status"] in WELL for v in verdicts)
            judged = sum(v["status"] in JUDGED for v in verdicts)
            failed = sum(v["status"] in MISSED for v in verdicts)
            ranked.append((Percent(100 * well, judged), name, well, judged, failed, len(verdicts)))
        shares = [row[0] for row in ranked]
        return {
            name: [
                ANY,
                1 + sum(s > share for s in shares),
                name,
                share,
                well,
                judged,
                failed,
                n - judged,
            ]
            for share, name, well, judged, failed, n in ranked
        }

    def scores(self):
        rows = {}
        for s in self.now.get("scores", []):
            rank = (
                str(s["rank"]) if s["rank"] == s["rank_worst"] else f"{s['rank']}–{s['rank_worst']}"
            )
            points = None if s["points"] is None else (exact(s["points"]), exact(s["full"]))
            lagging = str(s["lagging_periods"]) if s["lagging_periods"] else ""
            rows[s["place_name"]] = [rank, s["place_name"], points, s["grade"] or "", lagging, ANY]
        return rows

    def lagging(self):
        return {
            key(v): [
                ANY,
                v["title"],
                v["place_name"],
                v["due"],
                exact(v["value"]),
                v["requirement"],
                exact(v["gap"]),
                behind(v),
                periods(v, self.verdicts) or None,
                self.difference(v, self.before, year=False),
                self.difference(v, self.year, year=True),
                "、".join(v["lead"]) or None,
            ]
            for v in self.verdicts
            if v["status"] in LAGGING
        }

    def changes(self):
        rows = []
        for v in self.verdicts:
            then = self.before.get(key(v))
            numbers = [
                self.difference(v, self.before, year=False),
                self.difference(v, self.year, year=True),
            ]
            if (then is not None and then["status"] != v["status"]) or numbers != [None, None]:
                rows.append([v["title"], v["place_name"], v["due"], ANY, ANY, *numbers])
        return rows

    def undetermined(self):
        found = [v for v in self.verdicts if v["status"] == "undetermined"]
        return [
            [*named(v), ANY, ANY if v["missing"] else None, "、".join(v["lead"]) or None]
            for v in found
        ]

    def unsure(self):
        found = [v for v in self.verdicts if UNSURE & set(v["flags"])]
        return [[ANY, *named(v), exact(v["value"]), v["requirement"], ANY] for v in found]

    def overlays(self):
        return [[ANY, *named(v), ANY] for v in self.verdicts if v["waiver"] or v["override"]]

    def readings(self):
        found = Counter((v["title"], v["own_reading"]) for v in self.verdicts if v["own_reading"])
        return [[title, reading, count, ANY] for (title, reading), count in found.items()]

    def set_aside(self):
        return [[a["row"], a["where"] or None, a[self.lang]] for a in self.now["set_aside"]]

    def doubts(self):
        return [
            [n["where"] or None, n[self.lang]]
            for n in (
                *(n for n in self.now["notes"] if n["code"] in DOUBTS),
                *(n for n in self.now["notes"] if n["code"].startswith("plausibility-")),
            )
        ]

    def annex(self):
        return [[ANY, *named(v), v["sentence"], cited(v, self.lang)] for v in self.verdicts]

    def difference(self, now, earlier, *, year):
        """Give a value against the report before, or against the same period of the year before."""
        then = earlier.get(key(now))
        if year and (then is None or then["evidence"]["period_end"] is None):
            last = f"{int(now['due'][:4]) - 1}{now['due'][4:]}"
            then = earlier.get((now["target"], now["place"], last), then)
        if then is None or now["value"] is None or then["value"] is None:
            return None
        (start, end), (start_then, end_then) = (
            [date.fromisoformat(v["evidence"][f"period_{side}"]) for side in ("start", "end")]
            for v in (now, then)
        )
        if end_then >= end:
            return None
        if year and (end.year - end_then.year != 1 or end.month != end_then.month):
            return None
        if (
            year
            and start != end
            and (start.year - start_then.year, start.month) != (1, start_then.month)
        ):
            return None
        return exact(now["value"]) - exact(then["value"])


def named(verdict):
    return [verdict["title"], verdict["place_name"], verdict["due"]]


def members(verdicts, names):
    """Give the verdicts under each name, in the order in which the names come up."""
    groups = {}
    for verdict in verdicts:
        for name in names(verdict):
            groups.setdefault(name, []).append(verdict)
    return groups


def change(now, then):
    return "0" if now == then else f"{now - then:+d}"


def moved(rates):
    """Give the first share against each of the others, in percentage points."""
    return [
        None if rate is None or rates[0] is None else Points(rates[0] - rate) for rate in rates[1:]
    ]


class Points(Percent):
    """A difference of shares, shown with one decimal."""


def due_rate(verdicts, as_of):
    due = [v for v in verdicts if v["due"] <= as_of and v["status"] != "not_applicable"]
    return sum(v["status"] == "pass" for v in due), len(due)


def behind(verdict):
    """Give how far the value lies behind its path, and the ratio of its method."""
    pace = verdict["evidence"]["pace"]
    if pace is None or pace["asked_now"] is None:
        return None
    amount = max(Fraction(0), exact(pace["asked_now"]) - exact(verdict["value"]))
    return (amount,) if pace["ratio"] is None else (amount, Ratio(exact(pace["ratio"])))


def periods(verdict, verdicts):
    """Give the reports in a row behind schedule, or the due dates in a row that were not met."""
    if verdict["status"] == "at_risk":
        return verdict["evidence"]["lagging_periods"]
    own = key(verdict)[:2]
    run = sorted((v for v in verdicts if key(v)[:2] == own), key=lambda v: v["due"], reverse=True)
    earlier = [v for v in run if v["due"] <= verdict["due"]]
    return len(list(takewhile(lambda v: v["status"] in MISSED, earlier)))


def cited(verdict, lang):
    cite = verdict["citation"]
    joint = "：" if lang == "zh" else ": "
    return f"{cite['clause']}{joint}“{cite['quote']}”"
