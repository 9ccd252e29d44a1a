"""What the commands do; what they print word for word is in tests/golden."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import targetcheck as tc
from targetcheck.cli import evaluation_inputs
from targetcheck.cli.command_registry import COMMANDS, GROUPS
from targetcheck.cli.commands import evaluate
from targetcheck.cli.entry_point import run
from targetcheck.cli.exit_codes import ExitCode, of_summary
from targetcheck.cli.options import chosen, default_language, language_of, say

ROOT = Path(__file__).parents[3]
TOWN = ROOT / "tests" / "golden" / "town"
DATA = str(TOWN / "2024.csv")
JUDGE = ["evaluate", str(TOWN), DATA, "--as-of", "2024-12-31"]


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "120")


def program(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **options.pop("env", {})}
    command = [sys.executable, "-m", "targetcheck", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env=environment, **options)


@pytest.mark.parametrize(
    ("counts", "strict", "code"),
    [
        ({"pass": 3}, False, 0),
        ({"pass": 3, "fail": 1}, False, 1),
        ({"fail": 1, "at_risk": 1}, True, 1),
        ({"missed": 1}, False, 0),
        ({"missed": 1}, True, 3),
        ({"at_risk": 1}, True, 3),
        ({"undetermined": 1}, True, 3),
        ({"not_due": 1, "on_track": 2, "not_applicable": 1}, True, 0),
        ({}, True, 0),
    ],
)
def test_the_exit_code_follows_from_the_counts(counts, strict, code):
    assert of_summary(counts, strict=strict) == code


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "zh_TW", "LANG": "C"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_locale_gives_the_language(environment, lang):
    assert default_language(environment) == lang


def test_the_language_is_known_though_the_command_line_is_not(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    assert language_of(["evaluate", "--lang=zh", "--nope"]) == "zh"
    assert language_of(["evaluate", "--lang", "zh"]) == "zh"
    assert language_of(["evaluate", "--lang", "fr"]) == "en"
    assert language_of(["--lang"]) == "en"
    assert chosen(None) == "en"
    monkeypatch.setenv("LC_ALL", "zh_CN")
    assert language_of(["evaluate", "--lang", "en"]) == "en"
    assert say("text", "文字") == "文字"


def test_a_failure_is_1_and_a_result_all_the_same(capsys):
    assert run([*JUDGE, "--format", "json"]) == ExitCode.FOUND
    assert json.loads(capsys.readouterr().out)["summary"]["fail"] == 2


def test_what_is_hidden_still_counts_for_the_exit_code(capsys):
    assert run([*JUDGE, "--only", "pass", "--format", "json"]) == ExitCode.FOUND
    assert json.loads(capsys.readouterr().out)["summary"]["fail"] == 0


@pytest.mark.parametrize(
    ("as_of", "strict", "code"), [("2024-06-30", [], 0), ("2024-06-30", ["--strict"], 3)]
)
def test_strict_tells_what_is_not_sure(as_of, strict, code, capsys):
    assert run(["evaluate", str(TOWN), DATA, "--as-of", as_of, *strict]) == code


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.json", b'{\n "ruleset"'),
        ("a.csv", b"\xef\xbb\xbftarget,"),
        ("a.md", b"# Clearwater"),
        ("a.txt", b"Clearwater town"),
        ("a.CSV", b"\xef\xbb\xbftarget,"),
    ],
)
def test_the_name_of_the_file_gives_the_format(name, start, tmp_path, capsys):
    assert run([*JUDGE, "-o", str(tmp_path / name)]) == 1
    assert (tmp_path / name).read_bytes().startswith(start)
    assert capsys.readouterr().out == ""


def test_the_mark_for_spreadsheets_can_be_left_out(tmp_path):
    run([*JUDGE, "-o", str(tmp_path / "a.csv"), "--no-bom"])
    assert (tmp_path / "a.csv").read_bytes().startswith(b"target,")


def test_a_table_in_a_file_is_plain_text(tmp_path, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    run([*JUDGE, "-o", str(tmp_path / "a.txt")])
    text = (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert not any(line.endswith(" ") for line in text.splitlines())


def test_json_is_exact_and_complete(capsys):
    run([*JUDGE, "--format", "json"])
    data = json.loads(capsys.readouterr().out, parse_float=str)
    by_place = {(v["target"], v["place"]): v for v in data["verdicts"]}
    assert by_place["sewage", "west"]["margin"] == "-4.8"
    assert data["data"]["rows"] == data["data"]["used"] + len(data["set_aside"])


def test_data_may_be_several_files_and_standard_input(monkeypatch, capsys):
    lines = (TOWN / "2024.csv").read_bytes().splitlines(keepends=True)
    half = b"".join([lines[0], *lines[5:]])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(half), encoding="ascii"))
    assert run(["evaluate", str(TOWN), "-", DATA, "--as-of", "2024-12-31"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("22 rows read")
    assert "<stdin>:8:4" in told


def test_places_are_known_by_any_name_and_take_in_what_lies_in_them(capsys):
    for name, count in (("清水", 12), ("clearwater", 12), ("east", 1), ("西村，莲花塘", 2)):
        run([*JUDGE, "--place", name, "--format", "json"])
        assert len(json.loads(capsys.readouterr().out)["verdicts"]) == count


def test_statuses_may_be_written_with_a_hyphen(capsys):
    run([*JUDGE, "--only", "On-Track, not-due", "--format", "csv"])
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_explain_takes_further_tables(capsys):
    arguments = ["explain", str(TOWN), DATA, "outfalls", "--as-of", "2024-12-31", "--data", DATA]
    assert run(arguments) == 0
    assert capsys.readouterr().out.count("2024.csv:2:4") == 2


def test_lint_of_a_folder_finds_every_ruleset_and_no_part(capsys):
    assert run(["lint", "hubei", "--format", "json", "--level", "error"]) in (0, 1)
    found = json.loads(capsys.readouterr().out)["rulesets"]
    names = [name for name in tc.bundled_rulesets() if name.startswith("hubei/")]
    assert len(found) == len(names)


def test_lint_exits_with_1_on_errors_only(capsys):
    assert run(["lint", str(TOWN)]) == 0
    assert run(["lint", str(TOWN.parent / "broken")]) == 1
    assert run(["lint", str(TOWN), str(TOWN.parent / "broken"), "--level", "error"]) == 1


def test_quotes_are_locked_with_the_text_and_checked_without_it(tmp_path, capsys):
    folder = tmp_path / "town"
    folder.mkdir()
    ruleset = (TOWN / "ruleset.yaml").read_text(encoding="utf-8")
    (folder / "ruleset.yaml").write_text(ruleset, encoding="utf-8")
    quotes = [c.quote for t in tc.load_ruleset(TOWN).targets for c in t.cite]
    text = tmp_path / "text.txt"
    text.write_text("。".join(quotes), encoding="utf-8")
    assert run(["lint", str(folder), "--text", str(text), "--write-lock"]) == 0
    assert "quotes" in json.loads((folder / "quotes.lock.json").read_bytes())
    assert run(["lint", str(folder)]) == 0
    (folder / "ruleset.yaml").write_text(
        ruleset.replace("莲花塘力争达到Ⅲ类", "力争达到Ⅲ类"), encoding="utf-8"
    )
    capsys.readouterr()
    assert run(["lint", str(folder)]) == 1
    assert "quote-not-locked" in capsys.readouterr().out
    (folder / "quotes.lock.json").write_text("[", encoding="utf-8")
    assert run(["lint", str(folder)]) == 1
    assert "lock-unreadable" in capsys.readouterr().out


def test_a_lock_needs_one_text_for_one_ruleset(tmp_path, capsys):
    assert run(["lint", str(TOWN), "--write-lock"]) == 2
    assert run(["lint", str(TOWN), str(TOWN.parent / "broken"), "--text", DATA]) == 2
    assert run(["lint", str(TOWN), "--text", str(tmp_path / "none.txt")]) == 2
    assert "none.txt: file-missing" in capsys.readouterr().err


def test_what_show_prints_as_data_loads_as_the_same_ruleset(capsys, tmp_path):
    assert run(["show", str(TOWN), "--format", "yaml"]) == 0
    path = tmp_path / "ruleset.yaml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert tc.load_ruleset(path) == tc.load_ruleset(TOWN)
    assert run(["show", str(TOWN), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [t["id"] for t in data["targets"]] == [t.id for t in tc.load_ruleset(TOWN).targets]
    assert tc.load_ruleset(data).targets == tc.load_ruleset(TOWN).targets


def test_rulesets_lists_every_bundled_one(capsys):
    assert run(["rulesets"]) == run(["show"]) == 0
    listed = capsys.readouterr().out
    assert all(listed.count(f"{name}\n") == 2 for name in tc.bundled_rulesets())


@pytest.mark.parametrize("kind", [[], ["ruleset"], ["part"], ["result"]])
def test_schemas_are_json(kind, capsys):
    assert run(["schema", *kind]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].endswith("2020-12/schema")


def test_every_command_and_option_has_a_help_that_fits(capsys):
    for name in (*COMMANDS, *GROUPS):
        assert run([name, "--help"]) == 0
        text = capsys.readouterr().out
        assert max(map(len, text.splitlines())) <= 100
        options = [line for line in text.splitlines() if line.strip().startswith("--")]
        assert all(len(line.split("  ")) > 1 for line in options)


def test_version_says_what_every_verdict_names(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"targetcheck {tc.__version__}\n"


def test_a_fault_of_ours_is_one_sentence(monkeypatch, capsys):
    def broken(*_: object) -> None:
        message = "boom\nbang"
        raise RuntimeError(message)

    monkeypatch.setattr(evaluation_inputs, "prepare", broken)
    assert run(JUDGE) == ExitCode.FAULT
    told = capsys.readouterr().err
    assert told.startswith("internal error: RuntimeError: boom bang (")
    assert told.count("\n") == 1
    assert run([*JUDGE, "--lang", "zh"]) == 70
    assert "内部错误：RuntimeError" in capsys.readouterr().err
    monkeypatch.setenv("TARGETCHECK_DEBUG", "1")
    run(JUDGE)
    assert "Traceback" in capsys.readouterr().err


def test_stopping_from_the_keyboard_is_quiet(monkeypatch, capsys):
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(evaluation_inputs, "prepare", stopped)
    assert run(JUDGE) == ExitCode.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_formats_and_suffixes_belong_together():
    assert set(evaluate._BY_SUFFIX.values()) <= set(evaluate.ResultFormat)


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_reader_that_goes_away_is_no_fault(form):
    command = [sys.executable, "-m", "targetcheck", *JUDGE, "--format", form]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    pipe, end = os.pipe()
    os.close(pipe)
    done = subprocess.run(command, stdout=end, stderr=subprocess.PIPE, check=False, env=environment)
    os.close(end)
    assert done.returncode == 1
    assert done.stderr.startswith(b"13 rows read")
    assert b"Error" not in done.stderr


def test_results_are_utf8_whatever_the_locale():
    done = program(*JUDGE, "--lang", "zh", env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert "✘ 未达标" in done.stdout.decode("utf-8")
    assert done.stderr.decode("utf-8").startswith("数据13行")


def test_the_help_speaks_the_language_of_the_locale():
    done = program("evaluate", "--help", env={"LC_ALL": "zh_CN.UTF-8"})
    assert "按规则集评判报送数据" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--version"], "targetcheck.evaluation pydantic rich yaml"),
        (["--help"], "targetcheck.evaluation targetcheck.ruleset.ruleset rich yaml"),
        (["evaluate", "--help"], "targetcheck.evaluation targetcheck.ruleset.ruleset rich yaml"),
        (
            [*JUDGE, "--format", "json"],
            "pint pandas polars pyarrow numpy narwhals rich targetcheck.tables.sheet_layout",
        ),
        ([*JUDGE], "pint pandas polars pyarrow numpy narwhals openpyxl"),
        (["lint", str(TOWN)], "pint pandas polars numpy narwhals"),
    ],
)
def test_a_command_loads_only_what_it_needs(arguments, absent):
    code = (
        "import sys\nfrom targetcheck.cli.entry_point import run\n"
        f"run({arguments!r})\n"
        f"print([m for m in {absent.split()!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_reported_only_leaves_out_targets_without_a_value(tmp_path):
    whole, part = tmp_path / "whole.json", tmp_path / "part.json"
    program(*JUDGE, "-o", str(whole))
    program(*JUDGE, "--reported-only", "-o", str(part))
    verdicts, reported = (json.loads(p.read_text("utf-8"))["verdicts"] for p in (whole, part))
    valued = {v["target"] for v in verdicts if v["evidence"]["period"]}
    assert valued <= {v["target"] for v in reported} < {v["target"] for v in verdicts}


def test_reported_only_says_if_nothing_is_reported(tmp_path):
    table = tmp_path / "none.csv"
    table.write_text("place,indicator,period,value\n", "utf-8")
    done = program("evaluate", str(TOWN), str(table), "--as-of", "2024-12-31", "--reported-only")
    assert done.returncode == 2
    assert b"the data have no row of any target" in done.stderr


def test_a_form_of_what_was_reported_asks_for_its_next_values_alone(tmp_path):
    import openpyxl

    def rows(*more):
        file = tmp_path / "form.xlsx"
        made = program("template", str(TOWN), "--period", "2025", "-o", str(file), *more)
        assert made.returncode == 0, made.stderr
        return sum(sheet.max_row for sheet in openpyxl.load_workbook(file))

    assert rows("--reported", DATA, "--reported-only") <= rows("--reported", DATA)
