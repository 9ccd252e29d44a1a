"""Reading YAML: plain exact data, the place of everything, and every finding at once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.yaml_text.yaml_loader import path_text
from targetcheck.yaml_text.yaml_source import read_document, read_document_text


def value_of(text: str) -> object:
    return read_document_text(f"a: {text}\n", "r.yaml").data["a"]


def findings(text: str) -> list[Diagnostic]:
    with pytest.raises(TargetcheckError) as caught:
        read_document_text(text, "r.yaml")
    return list(caught.value.diagnostics)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("71", 71),
        ("-4", -4),
        ("+5", 5),
        ("0", 0),
        ("0.95", Decimal("0.95")),
        ("1.50", Decimal("1.50")),
        ("-.5", Decimal("-0.5")),
        ("1e3", Decimal("1E+3")),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2024-12-31", date(2024, 12, 31)),
    ],
)
def test_plain_scalars_of_the_core_schema(text: str, value: object) -> None:
    read = value_of(text)
    assert read == value
    assert type(read) is type(value)
    if isinstance(value, Decimal):
        assert str(read) == str(value)


@pytest.mark.parametrize(
    "text",
    ["no", "on", "yes", "Off", "1:30", "012", "0o17", "0x1F", "1_000", "95 %", "2024-7-1", ".inf",
     ".nan", "1e999", "2024Q3", "－4", "１２", "=", "2024-12-31 10:00:00", "9" * 400],
)  # fmt: skip
def test_all_else_stays_text(text: str) -> None:
    assert value_of(text) == text


@pytest.mark.parametrize("text", ["'71'", '"71"', "!!str 71", "|-\n  71"])
def test_quoted_numbers_stay_text(text: str) -> None:
    assert value_of(text) == "71"


def test_keys_are_always_text() -> None:
    data = read_document_text("2024: 1\n2024-12-31: 2\ntrue: 3\n'x y': 4\n", "r.yaml").data
    assert list(data) == ["2024", "2024-12-31", "true", "x y"]


def test_every_value_and_key_has_its_place() -> None:
    text = "id: x\ntargets:\n  - id: a\n    due: 2024-12-31\n  - {id: b, require: {at_least: 5}}\n"
    document = read_document_text(text, "r.yaml")
    assert document.marks["targets", 0, "due"] == (4, 10)
    assert document.key_marks["targets", 0, "due"] == (4, 5)
    assert document.marks["targets", 1] == (5, 5)
    assert document.marks["targets", 1, "require", "at_least"] == (5, 33)
    assert document.where(("targets", 0, "due")) == Where(
        "r.yaml", line=4, column=10, path="$.targets[0].due"
    )
    assert document.where(("targets", 0, "due"), key=True).column == 5


def test_an_absent_path_points_at_its_nearest_ancestor() -> None:
    document = read_document_text("a:\n  b: {c: 1}\n", "r.yaml")
    assert document.where(("a", "b", "x", 3)) == Where(
        "r.yaml", line=2, column=6, path="$.a.b.x[3]"
    )
    assert document.where(("zzz",), key=True).line == 1


def test_columns_count_characters_not_bytes() -> None:
    document = read_document_text("标题: {中文: 大冶市, b: 1}\n", "r.yaml")
    assert document.marks["标题", "b"] == (1, 18)


def test_paths_read_like_json_path() -> None:
    assert path_text(("targets", 3, "due")) == "$.targets[3].due"
    assert path_text(("a b", "大冶", "x-1")) == '$["a b"].大冶.x-1'


def test_duplicate_keys_are_collected_all_at_once() -> None:
    found = findings("a: 1\nb: {c: 1, c: 2}\na: 2\n2024: 1\n'2024': 2\nd: 2024-02-30\n")
    assert [(d.code, d.where.line, d.where.path) for d in found] == [
        ("yaml-duplicate-key", 2, "$.b.c"),
        ("yaml-duplicate-key", 3, "$.a"),
        ("yaml-duplicate-key", 5, "$.2024"),
        ("yaml-bad-date", 6, "$.d"),
    ]


@pytest.mark.parametrize("day", ["2024-02-30", "2023-02-29", "2024-13-01", "0000-01-01"])
def test_a_day_that_no_calendar_holds(day: str) -> None:
    assert findings(f"due: {day}\n")[0].code == "yaml-bad-date"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: !!python/object/apply:os.system [ls]", "yaml-tag"),
        ("a: !mine {b: 1}", "yaml-tag"),
        ("a: !!int '5'", "yaml-tag"),
        ("a: !!set {b}", "yaml-tag"),
        ("!!python/name:os.system x: 1", "yaml-tag"),
        ("? [a, b]\n: 1", "yaml-key"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "yaml-merge-key"),
        ("a: &x [*x]", "yaml-recursive-alias"),
        ("a: &x {b: {c: *x}}", "yaml-recursive-alias"),
        ("- a", "yaml-not-mapping"),
        ("text", "yaml-not-mapping"),
        ("", "yaml-not-mapping"),
        ("# only a comment", "yaml-not-mapping"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    assert [d.code for d in findings(text)] == [code]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: b: c", 1, 5, "no key is possible"),
        ("a:\n\tb: 1", 2, 1, "tab"),
        ("a: [1,\nb: 2\n", 3, 1, "opened on line 1"),
        ("a: %5", 1, 4, "`%`"),
        ("a: @x", 1, 4, "`@`"),
        ("a: 'x\nb: 2", 1, 4, "never closed"),
        ("a: 1\n---\nb: 2", 2, 1, "more than one document"),
        ("a: *x", 1, 4, "no anchor"),
        ("a:\n  - b\n c: 1", 3, 2, "indentation"),
        ("a: {b: c", 2, 1, "bracket"),
        ('a: "\\q"', 1, 5, "unknown escape"),
        ("a: 1\nb: \x07", 2, 4, "U+0007"),
        ("a\x00b: 1", 1, 2, "U+0000"),
    ],
)
def test_syntax_errors_are_friendly(text: str, line: int, column: int, words: str) -> None:
    [found] = findings(text)
    assert found.code == "yaml-syntax"
    assert found.where.line == line
    if words:
        assert found.where.column == column
        assert words in found.en
    assert found.zh
    assert found.hint_en and found.hint_zh


def test_a_full_width_colon_is_named() -> None:
    [found] = findings("id：x\ntitle: y\n")
    assert "：" in found.hint_en


@given(
    st.text(alphabet=st.sampled_from("a:-[]{}&*!|>'\"%@`# \n\t,?<=~0.é中\x07\ufeff"), max_size=40)
)
def test_no_text_raises_anything_but_findings(text: str) -> None:
    try:
        document = read_document_text(text, "r.yaml")
    except TargetcheckError as error:
        assert all(d.code.startswith("yaml-") for d in error.diagnostics)
    else:
        assert isinstance(document.data, dict)


def test_aliases_are_copied_with_the_place_of_the_anchor() -> None:
    document = read_document_text("a: &x {b: 1}\nc: *x\n", "r.yaml")
    assert document.data["c"] == {"b": 1}
    assert document.marks["c", "b"] == (1, 11)


def test_a_bomb_of_aliases_is_too_large() -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    assert [d.code for d in findings("\n".join(lines))] == ["yaml-too-large"]


@pytest.mark.parametrize(
    "deep",
    [
        "a: " + "[" * 200 + "]" * 200,
        "a: " + "[" * 5000 + "]" * 5000,
        "a: " + "[" * 5000,
        "- " * 5000,
        "a: " + "{b: " * 3000,
        "a: " + "{" * 3000,
    ],
    ids=lambda deep: f"{deep[3:6]}{len(deep)}",
)
def test_endless_nesting_is_too_large(deep: str) -> None:
    assert [found.text() for found in findings(deep)] == [
        found.text() for found in findings("- " * 300)
    ]
    assert findings(deep)[0].code == "yaml-too-large"


def test_sensible_nesting_is_read() -> None:
    depth = limits.YAML_DEPTH - 5
    assert value_of("[" * depth + "]" * depth)


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "huangshi.yaml").write_text("a: 1", encoding="utf-8")
    with pytest.raises(TargetcheckError) as caught:
        read_document(tmp_path / "huangshe.yaml")
    [found] = caught.value.diagnostics
    assert found.code == "file-missing"
    assert "huangshi.yaml" in found.hint_en


@pytest.mark.parametrize("path", ["no/such/folder/x.yaml", "", "a\nb: 1", "x\0y"])
def test_a_path_that_leads_nowhere(path: str) -> None:
    with pytest.raises(TargetcheckError) as caught:
        read_document(path)
    assert caught.value.diagnostics[0].code.startswith("file-")


def test_a_folder_is_not_a_document(tmp_path: Path) -> None:
    with pytest.raises(TargetcheckError) as caught:
        read_document(tmp_path)
    assert caught.value.diagnostics[0].code == "file-is-folder"


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes("a: 1\nb: 大冶市".encode("gb18030"))
    with pytest.raises(TargetcheckError) as caught:
        read_document(path)
    [found] = caught.value.diagnostics
    assert (found.code, found.where.line) == ("file-encoding", 2)


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    document = read_document(path)
    assert document.data == {"a": 1, "b": 2}
    assert document.marks["b",] == (2, 4)
    assert document.name == str(path)


def test_a_dictionary_becomes_plain_data() -> None:
    document = read_document(
        {"a": 0.95, 2024: (1, True, None), "d": date(2024, 1, 1), "t": datetime(2024, 1, 2)}
    )
    assert document.name == "<dict>"
    assert document.data == {
        "a": Decimal("0.95"),
        "2024": [1, True, None],
        "d": date(2024, 1, 1),
        "t": date(2024, 1, 2),
    }
    assert document.where(("a",)) == Where("<dict>", path="$.a")


def test_a_dictionary_with_what_no_ruleset_holds() -> None:
    loop: dict[str, object] = {}
    loop["again"] = loop
    with pytest.raises(TargetcheckError) as caught:
        read_document({"x": {1, 2}, "y": [float("nan")], "z": loop, 1: 1, "1": 2, "b": b""})
    found = caught.value.diagnostics
    assert {d.code for d in found} == {"document-value"}
    assert len(found) == 5


def test_the_pure_python_loader_reads_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.util import module_from_spec, spec_from_file_location

    import yaml

    from targetcheck.yaml_text import yaml_loader

    text = "a: 012\nb: [1.50, no, 'x', 2024-01-01]\nc: {d: ~}\n"
    fast = read_document_text(text, "r.yaml")
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    spec = spec_from_file_location("loader_without_libyaml", yaml_loader.__file__)
    assert spec is not None
    assert spec.loader is not None
    slow = module_from_spec(spec)
    spec.loader.exec_module(slow)
    data, marks, key_marks, _ = slow.read_nodes(text, "r.yaml")
    assert (data, marks, key_marks) == (fast.data, fast.marks, fast.key_marks)
    for faulty in ("a:\n\tb: 1", "a: " + "[" * 5000):
        with pytest.raises(TargetcheckError):
            slow.read_nodes(faulty, "r.yaml")
