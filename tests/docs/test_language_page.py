"""The examples of the language page run and print what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import blocks

from targetcheck.yaml_text.yaml_source import read_document_text
from targetcheck.yaml_text.yaml_writer import dump_yaml

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "language.md"
EXAMPLES = ("Submissions", "Limits of the day", "Published intervals", "Silence with a reason")
HEAD = {
    "targetcheck": 1,
    "id": "page",
    "title": "示例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
}


def section(title: str) -> str:
    return PAGE.read_text(encoding="utf-8").split(f"## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("title", EXAMPLES)
def test_the_example_of_a_section_runs(title, tmp_path, monkeypatch, capsys):
    page = tmp_path / "section.md"
    page.write_text(section(title), encoding="utf-8")
    (ruleset,), (table,), (code,) = (blocks(str(page), name) for name in ("yaml", "csv", "python"))
    written = {**HEAD, **read_document_text(ruleset, "plan.yaml").data}
    (tmp_path / "plan.yaml").write_text(dump_yaml(written), encoding="utf-8")
    (tmp_path / "2024.csv").write_text(table, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "language.md", "exec"), {})
    wanted = [row.split("# -> ")[1] for row in code.splitlines() if "# -> " in row]
    assert wanted
    assert capsys.readouterr().out.splitlines() == wanted
