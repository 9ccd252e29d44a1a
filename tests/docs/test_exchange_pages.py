"""The pages on IATI and OSCAL are worked through: files are written, commands run, output compared.

`python3 tests/docs/test_exchange_pages.py` writes what the commands and the Python print now into
the pages; read the diff afterwards.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tempfile
from pathlib import Path

import pytest
from commands import blocks, run, sessions

PAGES = [
    Path(__file__).parents[2] / "docs" / "how-to" / f"{name}{lang}.md"
    for name in ("iati", "oscal")
    for lang in ("", ".zh")
]
FILES = {"xml": "activity.xml", "yaml": "plan.yaml", "csv": "data.csv"}
PRINTED = re.compile(r"^# ->(?: (.*))?$", re.MULTILINE)


def work_through(page: Path, folder: Path):
    """Yield (what is run, output on the page, output now) for every command and Python block."""
    for language, name in FILES.items():
        for body in blocks(str(page), language):
            (folder / name).write_text(body, "utf-8")
    for line, output in sessions(str(page)):
        done = run(line, folder)
        assert done.returncode in (0, 1), done.stderr
        yield line, _lines(output), _lines(done.stdout)
    for code in blocks(str(page), "python"):
        with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()) as said:
            exec(compile(code, str(page), "exec"), {})
        yield code, [row or "" for row in PRINTED.findall(code)], _lines(said.getvalue())


def _lines(text: str) -> list[str]:
    return [row.rstrip() for row in text.splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_page_works_as_it_stands(page, tmp_path):
    seen = 0
    for what, shown, now in work_through(page, tmp_path):
        assert now == shown, what
        seen += 1
    assert seen > 1


def test_the_activity_of_the_page_is_valid(tmp_path):
    from lxml import etree

    folder = Path(__file__).parents[1] / "schemas" / "iati-2.03"
    schema = etree.XMLSchema(etree.parse(str(folder / "iati-activities-schema.xsd")))
    for _ in work_through(PAGES[0], tmp_path):
        pass
    for name in ("activity.xml", "verdicts.xml"):
        schema.assertValid(etree.parse(str(tmp_path / name)))


def update(page: Path) -> None:
    """Write what is printed now into a page."""
    text = page.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for what, shown, now in work_through(page, Path(folder)):
            if what.startswith("targetcheck"):
                old = "".join(f"{row}\n" for row in shown)
                text = text.replace(
                    f"$ {what}\n{old}", f"$ {what}\n" + "".join(f"{r}\n" for r in now)
                )
            else:
                kept = PRINTED.sub("", what).rstrip()
                text = text.replace(what, "\n".join([kept, *(f"# -> {row}" for row in now), ""]))
    page.write_text(text, "utf-8")


if __name__ == "__main__":
    os.chdir(Path(__file__).parent)
    for each in PAGES if len(sys.argv) == 1 else map(Path, sys.argv[1:]):
        update(each)
