"""Pages for beginners are worked through: files are written, Python runs, commands print what is shown.

`python3 tests/docs/test_tutorial_pages.py` writes what is printed now into the pages; read the diff.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from pathlib import Path

import pytest
from commands import run
from tutorial import FENCE

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [
    DOCS / f"{name}{ending}.md"
    for name in ("tutorial/first-verdict", "tutorial/quarter", "how-to/python-frames",
                 "how-to/waivers", "how-to/junit", "how-to/write-a-standard",
                 "how-to/reproduce-an-authority", "explanation/statuses")
    for ending in ("", ".zh")
    if (DOCS / f"{name}{ending}.md").is_file()
]  # fmt: skip
DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])|/\S*?/(?=form\.xlsx)")


def work_through(page: Path, folder: Path):
    """Yield (what is run, output on the page, output now) for every command and Python block."""
    for kind, file, body in FENCE.findall(page.read_text("utf-8")):
        if kind == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                line, _, shown = part.partition("\n")
                done = run(line, folder)
                assert done.returncode in (0, 1), done.stderr
                yield line, shown, _trimmed(done.stdout + done.stderr)
        elif kind == "python" and not file:
            with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()) as said:
                exec(compile(body, str(page), "exec"), {})
            shown = "".join(
                f"{row}\n" for row in re.findall(r"^# ->(?: (.*))?$", body, re.MULTILINE)
            )
            yield body, shown, _trimmed(said.getvalue())
        elif file:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(body, "utf-8")


def _trimmed(text: str) -> str:
    return "".join(f"{row.rstrip()}\n" for row in text.splitlines())


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(DOCS).as_posix())
def test_a_page_works_as_it_stands(page, tmp_path):
    seen = 0
    for what, shown, now in work_through(page, tmp_path):
        assert DIGEST.sub("", now) == DIGEST.sub("", shown), what
        seen += 1
    assert seen


def update(page: Path) -> None:
    """Write what is printed now into a page; only commands."""
    text = page.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for what, shown, now in list(work_through(page, Path(folder))):
            if what.startswith("targetcheck"):
                text = text.replace(f"$ {what}\n{shown}", f"$ {what}\n{now}", 1)
    page.write_text(text, "utf-8")


if __name__ == "__main__":
    for each in PAGES:
        update(each)
