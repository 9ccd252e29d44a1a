"""Whatever stands in a name or a reason, nothing that is printed or written steers a terminal."""

from __future__ import annotations

import json
import re
import unicodedata
import xml.dom.minidom
import zipfile
from io import BytesIO

import pytest
from damaged_town import AS_OF, RULESET

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.printable_text import (
    STEERING,
    cell_text,
    escaped,
    printable,
    printable_lines,
)

EVIL = "\x1b[31m\x9b2J\x1b]0;owned\x07\u202egnp\u2066\r\x0b\x85\u2028\ufffe\uffff\U0001fffe\x00\x7f\u200b"
"""Escapes of terminals, overrides of the reading order, breaks, and what XML cannot hold."""
ALLOWED = {"\n", "\t"}


@pytest.fixture
def evil(town):
    """A town in whose every text stands what no terminal should see."""
    text = json.dumps(EVIL.replace("\x00", ""))[1:-1].replace("\\ud83f\\udffe", "\\U0001FFFE")
    names = r"(zh|title|number|issuer|clause|quote|lead): ([^,}\n]+)"
    ruleset = re.sub(names, lambda found: f'{found[1]}: "{found[2]}{text}"', RULESET)
    town.write("town.yaml", ruleset)
    named = {"note": EVIL, "source": EVIL}
    town.rows(
        "d.json",
        town.row(**named),
        town.row(place="b", value=6, **named),
        town.row(place=f"c{EVIL}", **named),
        town.row(value=f"4{EVIL}", period="2023"),
        town.row(unit=f"mg/L{EVIL}", period="2022"),
        town.row(period=f"2021{EVIL}"),
    )
    town.write("cases/c.yaml", (
        'cases:\n- id: "c' + text + '"\n  target: x\n  place: a\n'
        "  as_of: 2025-01-01\n  value: 4 mg/L\n  want: fail\n"
    ))  # fmt: skip
    return town


def clean(raw):
    text = raw.decode("utf-8")
    found = {
        f"U+{ord(c):04X}" for c in STEERING.findall(text.removeprefix("\ufeff")) if c not in ALLOWED
    }
    assert not found
    return text


COMMANDS = [
    *(["evaluate", "town.yaml", "d.json", *AS_OF, "--format", form] for form in ("table", "json", "csv", "md", "junit", "sarif", "html")),
    ["evaluate", "town.yaml", "d.json", *AS_OF, "--lang", "en"],
    ["explain", "town.yaml", "d.json", *AS_OF, "--target", "x", "--place", "a"],
    ["what-if", "town.yaml", "d.json", *AS_OF],
    ["what-if", "town.yaml", "d.json", *AS_OF, "--turns", "--format", "json"],
    ["what-if", "town.yaml", "d.json", *AS_OF, "--set", f"a,i,2024=9{EVIL[:4]}"],
    ["diff", "town.yaml", "other.yaml"],
    ["diff", "town.yaml", "other.yaml", "d.json", *AS_OF, "--format", "json"],
    ["test", "town.yaml"],
    ["test", "town.yaml", "--format", "junit"],
    ["lint", "town.yaml"],
    ["show", "town.yaml"],
    *(["show", "town.yaml", "--format", form] for form in ("prose", "md", "html", "json", "yaml")),
    ["inspect", "d.json", "--ruleset", "town.yaml"],
    ["inspect", "d.json", "--format", "json"],
    ["fmt", "--diff", "town.yaml"],
    ["evaluate", f"no{EVIL[:-2]}.yaml".replace("\x00", ""), "d.json", *AS_OF],
    ["evaluate", "town.yaml", "d.json", f"--as-of=20{EVIL}".replace("\x00", "")],
    [f"no{EVIL}".replace("\x00", "")],
    ["evaluate", f"--no{EVIL}".replace("\x00", "")],
]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    COMMANDS,
    ids=lambda words: "-".join(words[:1] + words[5:])[:40].encode("ascii", "replace").decode(),
)
def test_nothing_that_is_printed_steers(evil, words):
    evil.write(
        "other.yaml", (evil.folder / "town.yaml").read_text("utf-8").replace("5 mg/L", "4.5 mg/L")
    )
    done = evil.run(*words)
    assert done.returncode != 70, done.stderr
    clean(done.stdout)
    clean(done.stderr)


@pytest.mark.parametrize(
    "words",
    [
        ["runs"], ["show", "1"], ["show", "1", "--format", "csv"], ["show", "1", "--format", "json"],
        ["show", "1", "--target", "x", "--place", "a", "--explain"], ["compare", "1", "2"],
        ["compare", "1", "2", "--format", "json"], ["verify"], ["export", "1"], ["export", "1", "--format", "csv"],
    ],
    ids="-".join,
)  # fmt: skip
def test_nothing_that_a_ledger_tells_steers(evil, words):
    why = EVIL.replace("\x00", "")
    for data in ("d.json", "e.json"):
        if data == "e.json":
            evil.rows("e.json", evil.row(value=9, note=EVIL))
        done = evil.run(
            "ledger",
            "record",
            "town.yaml",
            data,
            *AS_OF,
            "--ledger",
            "l.db",
            "--who",
            why,
            "--why",
            why,
        )
        assert done.returncode == 0, done.stderr
        clean(done.stdout)
    done = evil.run("ledger", words[0], *words[1:], "--ledger", "l.db")
    assert done.returncode in (0, 1), done.stderr
    clean(done.stdout)
    clean(done.stderr)


@pytest.mark.parametrize("form", ["html", "docx", "xlsx", "md"])
def test_a_bulletin_of_evil_names_opens(evil, form):
    done = evil.run("report", "town.yaml", "d.json", *AS_OF, "-o", f"b.{form}")
    assert done.returncode == 0, done.stderr
    raw = (evil.folder / f"b.{form}").read_bytes()
    if form in ("docx", "xlsx"):
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    xml.dom.minidom.parseString(archive.read(name))
    else:
        clean(raw)


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_a_result_of_evil_names_opens(evil, form):
    assert evil.code("evaluate", "town.yaml", "d.json", *AS_OF, "-o", f"r.{form}") == 1
    if form == "xlsx":
        import openpyxl

        book = openpyxl.load_workbook(evil.folder / "r.xlsx")
        texts = (str(c.value or "") for sheet in book for row in sheet for c in row)
        assert not any(set(STEERING.findall(text)) - ALLOWED for text in texts)
    else:
        import polars as pl

        assert len(pl.read_parquet(evil.folder / "r.parquet")) == 2


def test_junit_and_sarif_are_what_they_should_be(evil):
    for form, read in (
        ("junit", xml.dom.minidom.parseString),
        ("sarif", json.loads),
        ("json", json.loads),
        ("iati", xml.dom.minidom.parseString),
        ("oscal", json.loads),
    ):
        read(evil.run("evaluate", "town.yaml", "d.json", *AS_OF, "--format", form).stdout)
    xml.dom.minidom.parseString(evil.run("test", "town.yaml", "--format", "junit").stdout)


def test_data_keeps_every_character(evil):
    """What is escaped in JSON and YAML is read back as it was."""
    plain = tc.load_ruleset(evil.folder / "town.yaml")
    shown = evil.run("show", "town.yaml", "--format", "yaml").stdout
    assert tc.load_ruleset(evil.write("again.yaml", shown)) == plain
    told = json.loads(
        evil.run("evaluate", "town.yaml", "d.json", *AS_OF, "--format", "json").stdout
    )
    assert "\x1b[31m" in json.dumps(told, ensure_ascii=False).encode().decode(
        "unicode_escape", "ignore"
    )


def test_a_compiled_plan_of_evil_names_is_read_back(evil):
    assert evil.code("compile", "town.yaml", "-o", "p.json") == 0
    clean((evil.folder / "p.json").read_bytes())
    assert evil.code("compile", "town.yaml", "-o", "p.json", "--check") == 0
    assert evil.code("evaluate", "p.json", "d.json", *AS_OF) == 1


def test_what_steers_is_what_unicode_says():
    for code in range(0x110000):
        character = chr(code)
        kind = unicodedata.category(character)
        no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
        if kind in ("Cc", "Cf", "Cs", "Zl", "Zp") or no_character:
            assert STEERING.match(character), hex(code)
        elif kind not in ("Cn",):
            assert not STEERING.match(character), hex(code)


def test_the_three_ways_to_write_a_text():
    assert printable("a\r\nb\tc\x1bd") == "a  b cd"
    assert printable_lines("\ufeffa\r\nb\tc\rd\x1be\n") == "\ufeffa\r\nb\tc de\n"
    assert (
        json.loads(escaped(json.dumps("\x1b\u202e\U000e0001\x7f", ensure_ascii=False)))
        == "\x1b\u202e\U000e0001\x7f"
    )


@pytest.mark.parametrize(
    ("cell", "text"),
    [("=1+1", "'=1+1"), ("\x1b=1", "'=1"), ("\t=1", "' =1"), ("+86", "'+86"), ("-1/2", "'-1/2"), ("-x", "'-x"),
     ("＝1", "'＝1"), (None, ""), (True, "yes"), (-3, "-3"), ("a\nb", "a b")],
)  # fmt: skip
def test_a_cell_of_csv_runs_nothing(cell, text):
    assert cell_text(cell) == text


def test_the_csv_of_a_ledger_runs_nothing(town, monkeypatch):
    town.write("town.yaml", RULESET.replace("lead: 甲局", "lead: '=cmd|calc'"))
    monkeypatch.chdir(town.folder)
    assert run(["ledger", "record", "town.yaml", "d.csv", *AS_OF, "--ledger", "l.db"]) == 0
    assert (
        b",'=cmd|calc"
        in town.run("ledger", "export", "1", "--format", "csv", "--ledger", "l.db").stdout
    )
