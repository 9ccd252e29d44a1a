"""What users import: it is small, typed, documented, and answers wrong arguments in words."""

from __future__ import annotations

import doctest
import inspect
import pydoc
import typing
from pathlib import Path

import pytest

import targetcheck as tc
import targetcheck.types
from targetcheck import api

RULESET = "hubei/suizhou-yangtze-2024"
ROWS = [{"place": "随州市", "indicator": "营造林面积", "period": "2024", "value": "1.5万亩"}]
DAY = {"as_of": "2024-12-31"}
FUNCTIONS = [name for name in tc.__all__ if inspect.isfunction(getattr(tc, name))]
TYPES = [name for name in (*tc.__all__, *targetcheck.types.__all__) if name[0].isupper()]


@pytest.fixture(scope="module")
def result():
    return tc.evaluate(RULESET, ROWS, **DAY)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_a_page(name):
    text = inspect.getdoc(getattr(tc, name))
    signature = inspect.signature(getattr(tc, name))
    assert "Returns:" in text or signature.return_annotation in ("None", "tuple[str, ...]")
    for parameter in signature.parameters:
        assert f"{parameter}:" in text, parameter
    assert pydoc.render_doc(getattr(tc, name)).count("\n") > 3


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_function_gives_back_has_a_type(name):
    returned = inspect.signature(getattr(tc, name)).return_annotation
    assert isinstance(returned, str)
    assert "Any" not in returned.replace("AnyOf", "")


def _kind(name):
    return getattr(tc, name, None) or getattr(targetcheck.types, name)


@pytest.mark.parametrize("name", TYPES)
def test_what_a_type_gives_back_has_a_type(name):
    kind = _kind(name)
    if not inspect.isclass(kind) or issubclass(kind, Exception):
        return
    for method, member in inspect.getmembers(kind):
        if method.startswith("_"):
            continue
        function = member.fget if isinstance(member, property) else getattr(member, "func", member)
        if inspect.isfunction(function) and function.__module__.startswith("targetcheck"):
            said = str(function.__annotations__.get("return"))
            assert said != "None" or method in ("close", "check"), method
            assert "Any" not in said.replace("AnyOf", ""), method


@pytest.mark.parametrize(
    "module",
    ["__init__", *sorted(p.stem for p in Path(api.__file__).parent.glob("*_functions.py"))],
)
def test_examples_print_what_they_show(module):
    """Examples of help pages are run."""
    from importlib import import_module

    loaded = tc if module == "__init__" else import_module(f"targetcheck.api.{module}")
    assert doctest.testmod(loaded).failed == 0


def test_functions_stay_functions_whatever_is_imported():
    from targetcheck.lint import CODES
    from targetcheck.what_if.gap_to_target import Need

    assert CODES
    assert Need
    assert inspect.isfunction(tc.lint)
    assert inspect.isfunction(tc.what_if)


WRONG = [
    (lambda r: r.by("nonsense"), "group-unknown"),
    (lambda r: r.by("places"), "group-unknown"),
    (lambda r: r.to_frame("excel"), "frame-kind"),
    (lambda r: r.to_json("fr"), "language-unknown"),
    (lambda r: r["afforestation"].explain("de"), "language-unknown"),
    (lambda _: tc.evaluate("hubei/suizou", ROWS, **DAY), "ruleset-missing"),
    (lambda _: tc.evaluate(RULESET, ROWS, as_of="soon"), "period-unreadable"),
    (lambda _: tc.evaluate(RULESET, ROWS, **DAY, profile="strict"), "profile-unknown"),
    (lambda _: tc.evaluate(RULESET, ROWS, **DAY, profile={"tolerence": 1}), "key-unknown"),
    (lambda _: tc.evaluate(RULESET, 5, **DAY), "table-source"),
    (lambda _: tc.evaluate(RULESET, "no.csv", **DAY), "file-missing"),
    (lambda _: tc.verdict_table(RULESET, ROWS, **DAY, engine="fast"), "argument-unknown"),
    (lambda _: tc.screen(RULESET, ROWS, **DAY, strength="weak"), "argument-unknown"),
    (lambda _: tc.template(RULESET, "2024Q4", by="leads"), "argument-unknown"),
    (lambda _: tc.template(RULESET, "next year"), "period-unreadable"),
    (lambda _: tc.report(RULESET, ROWS, "x.pdf", **DAY), "argument-unknown"),
    (lambda _: tc.report(RULESET, ROWS, **DAY, annexes=["goals"]), "circular-annex"),
    (lambda _: tc.report(RULESET, ROWS, **DAY, fields={"isuer": "x"}), "circular-field"),
    (lambda _: tc.report(RULESET, ROWS, **DAY, full=True, brief=True), "report-form"),
    (lambda _: tc.what_if(RULESET, ROWS, **DAY, suppose="营造林面积=2"), "supposition-unreadable"),
    (lambda _: tc.lint("no/such"), "ruleset-missing"),
    (lambda _: tc.load_plan("no.tcp"), "file-missing"),
    (lambda _: tc.required_path(RULESET, every="fortnight"), "path-every"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "code"), WRONG, ids=[f"{i}:{c}" for i, (_, c) in enumerate(WRONG)]
)
def test_a_wrong_value_is_a_targetcheck_error_with_a_hint(result, call, code):
    with pytest.raises(tc.TargetcheckError) as raised:
        call(result)
    (found, *_) = raised.value.diagnostics
    assert found.code == code
    assert found.zh != found.en


MISTAKEN = [
    (lambda _: tc.evaluate(None, ROWS, **DAY), "a ruleset is"),
    (lambda _: tc.evaluate(5, ROWS, **DAY), "a ruleset is"),
    (lambda _: tc.evaluate(RULESET, ROWS, as_of=None), "as_of must be a date"),
    (lambda _: tc.evaluate(RULESET, ROWS, as_of=True), "as_of must be a date"),
    (lambda _: tc.evaluate(RULESET, ROWS, **DAY, known_at=[1]), "known_at must be a date"),
    (lambda _: tc.evaluate(RULESET, ROWS, **DAY, profile=3), "a profile is a name"),
    (lambda _: tc.read_table(ROWS, name=5), "name must be a text"),
    (lambda _: tc.read_table(ROWS, 5), "a ruleset is"),
    (lambda _: tc.report(RULESET, ROWS, 5, **DAY), "output must be a path"),
    (lambda _: tc.lint([5]), "ruleset must be a path"),
    (lambda _: tc.required_path(RULESET, known_at=[1]), "known_at must be a date"),
    (lambda r: r[5], "a verdict is looked up"),
]


@pytest.mark.parametrize(("call", "words"), MISTAKEN, ids=[w for _, w in MISTAKEN])
def test_an_argument_of_a_wrong_type_is_a_type_error_in_words(result, call, words):
    with pytest.raises(TypeError, match=words):
        call(result)


def test_a_table_is_read_with_the_names_of_a_ruleset(tmp_path):
    """`read_table(path, ruleset)` reads a sheet as `evaluate` does."""
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("地区,营造林面积（万亩）\n随州市,1.5\n", "utf-8")
    table = tc.read_table(sheet, RULESET, mapping={"period": "2024"})
    seen = tc.inspect(table, RULESET)
    assert [str(cell.observation.indicator) for cell in seen.cells] == ["afforestation_area"]
    verdict = tc.evaluate(RULESET, table, **DAY)["afforestation"]
    assert verdict.value == seen.cells[0].observation.value


def test_the_same_words_as_the_command(tmp_path):
    """`inspect`, `what_if`, `lint` and `template` say what the command prints and writes."""
    import contextlib
    import io

    from targetcheck.cli.entry_point import run

    data = tmp_path / "data.json"
    data.write_text(
        '[{"place": "随州市", "indicator": "营造林面积", "period": "2024", "value": "1.5万亩"}]',
        "utf-8",
    )

    def said(*words):
        with contextlib.redirect_stdout(io.StringIO()) as text:
            run([*words, "--lang", "zh"])
        return text.getvalue()

    assert tc.inspect(data, RULESET).text("zh") == said("inspect", str(data), "--ruleset", RULESET)
    supposed = "随州市,营造林面积,2024=0.1 万亩"
    asked = ["what-if", RULESET, str(data), "--as-of", "2024-12-31"]
    assert tc.what_if(RULESET, data, **DAY).text("zh") == said(*asked)
    changed = tc.what_if(RULESET, data, **DAY, suppose=supposed)
    assert [t.after.target for t in changed.changes] == ["afforestation"]
    assert changed.text("zh") in said(*asked, "--set", supposed)
    found = tc.lint(RULESET)
    assert all(f.text("zh") in said("lint", RULESET) for f in found)


def test_a_report_is_the_file_that_the_command_writes(tmp_path):
    from targetcheck.cli.entry_point import run

    data = tmp_path / "data.csv"
    data.write_text("地区,指标,时期,数值\n随州市,营造林面积,2024,1.5万亩\n", "utf-8")
    made, written = tmp_path / "api.md", tmp_path / "cli.md"
    content = tc.report(RULESET, data, made, **DAY, lang="zh")
    assert (
        run(
            [
                "report",
                RULESET,
                str(data),
                "--as-of",
                "2024-12-31",
                "-o",
                str(written),
                "--lang",
                "zh",
            ]
        )
        == 0
    )
    assert made.read_bytes() == written.read_bytes() == content


def test_help_names_every_public_name():
    text = tc.__doc__.split("Evaluate:")[1]
    assert [name for name in tc.__all__ if f"`{name}`" not in text and name[0] != "_"] == []


def test_types_resolve():
    assert all(hasattr(targetcheck.types, name) for name in targetcheck.types.__all__)
    assert typing.get_type_hints(targetcheck.types.Need)
