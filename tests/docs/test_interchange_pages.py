"""The pages on exchange formats: files are written, commands and Python run, in the page's order.

An ellipsis stands for whatever is printed there: ids and versions.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from commands import run

ROOT = Path(__file__).parents[2]
PAGES = [f"{n}{lang}.md" for n in ("sdmx", "open-sdg", "data-contracts") for lang in ("", ".zh")]
FENCE = re.compile(
    r"^```(?P<kind>\w+) ?(?P<name>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)


def commands_of(body):
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        yield line, output


def played(page, folder, capsys):
    """Yield what each console and Python block prints, beside what the page shows."""
    text = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        kind, name, body = found["kind"], found["name"].strip(), found["body"]
        if kind == "console":
            for line, output in commands_of(body):
                done = run(line, folder)
                assert done.returncode in (0, 1), done.stderr
                yield line, output, done.stdout
        elif kind == "python":
            exec(compile(body, page, "exec"), {})
            shown = [row.split("# -> ")[1] for row in body.splitlines() if "# -> " in row]
            yield "python", "".join(f"{row}\n" for row in shown), capsys.readouterr().out
        elif name.startswith("= "):
            yield name, body, (folder / name.removeprefix("= ")).read_text("utf-8")
        elif name:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_prints_what_it_shows(page, tmp_path, monkeypatch, capsys):
    shutil.copy(ROOT / "examples" / "huangshi" / "2024q3.csv", tmp_path)
    monkeypatch.chdir(tmp_path)
    count = 0
    for what, shown, printed in played(page, tmp_path, capsys):
        wanted = re.escape(shown.rstrip("\n")).replace("…", ".+")
        got = "\n".join(row.rstrip() for row in printed.splitlines())
        assert re.fullmatch(wanted, got), f"{what}\n{got}"
        count += 1
    assert count >= 4
