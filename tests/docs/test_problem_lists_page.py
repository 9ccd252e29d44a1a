"""The page on problem lists is worked through as it stands: what it shows is what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import run
from tutorial import FENCE

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
PAGES = [HOW_TO / f"problem-lists{ending}.md" for ending in ("", ".zh")]
ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])")


def work_through(page, folder, monkeypatch, capsys):
    """Yield what a block shows and what it prints; ids of records are left out."""
    monkeypatch.chdir(folder)
    for kind, file, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if file:
            (folder / file).write_text(body, encoding="utf-8")
        elif kind == "python":
            capsys.readouterr()
            exec(compile(body, "page", "exec"), {})
            wanted = [row.split("# -> ")[1] for row in body.splitlines() if "# -> " in row]
            yield body, "\n".join(wanted), capsys.readouterr().out.rstrip("\n")
        else:
            yield from _session(body, folder)


def _session(body, folder):
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        done = run(line, folder)
        printed = "\n".join(row.rstrip() for row in (done.stdout + done.stderr).splitlines())
        yield line, ID.sub("ID", shown.rstrip("\n")), ID.sub("ID", printed)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_reader_sends_a_list_and_closes_an_item(page, tmp_path, monkeypatch, capsys):
    """Afterwards `python3 tests/docs/test_problem_lists_page.py` mends the pages."""
    seen = 0
    for line, shown, printed in work_through(page, tmp_path, monkeypatch, capsys):
        assert shown == printed, line
        seen += 1
    assert seen == 13


def update(page, folder):
    """Write what the commands of the page print now into the page: read the diff afterwards."""
    text = page.read_text(encoding="utf-8")
    for kind, file, body in FENCE.findall(text):
        if file:
            (folder / file).write_text(body, encoding="utf-8")
        elif kind == "console":
            new = body
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                line, _, shown = part.partition("\n")
                done = run(line, folder)
                printed = (done.stdout + done.stderr).rstrip("\n")
                new = new.replace(
                    f"$ {line}\n{shown}", f"$ {line}\n{printed}\n" if printed else f"$ {line}\n", 1
                )
            text = text.replace(body, new, 1)
        elif "openpyxl" in body:
            import contextlib

            with contextlib.chdir(folder):
                exec(compile(body, "page", "exec"), {})
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    import tempfile

    for each in PAGES:
        with tempfile.TemporaryDirectory() as scratch:
            update(each, Path(scratch))
