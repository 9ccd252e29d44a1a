"""Write the conformance cases as an archive that needs no Python.

`make cases-archive` writes `dist/targetcheck-cases-VERSION.zip`. The same sources give the same
bytes on every machine: entries are sorted, dated alike and not compressed.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

from cases_archive.plain_cases import ROOT, plain_cases
from cases_archive.statement_index import plain, read_index
from targetcheck.exact_json import json_text
from targetcheck.version import __version__

HERE = Path(__file__).parent
FORMAT = 1
"""Version of the layout of a case; it goes up where an older reader would misread it."""
DAY = (2024, 1, 1, 0, 0, 0)


def main() -> int:
    """Write the archive into a folder, and say where."""
    asked = argparse.ArgumentParser(prog="cases_archive", description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT / "dist")
    folder = asked.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"targetcheck-cases-{__version__}.zip"
    target.write_bytes(archive())
    print(target)
    return 0


def archive() -> bytes:
    """Return the bytes of the archive."""
    index, _ = read_index()
    proves: dict[str, list[int]] = defaultdict(list)
    for statement in index:
        for case in statement.cases:
            proves[case].append(statement.number)
    cases = plain_cases(proves)
    files = {f"cases/{name}.json": json_text(case) + "\n" for name, case in cases.items()}
    head = {"version": __version__, "format": FORMAT, "cases": len(cases)}
    files |= {
        "manifest.json": json_text({**head, "files": sorted(files)}) + "\n",
        "statements.json": json_text({"statements": [plain(each) for each in index]}) + "\n",
        "case.schema.json": (HERE / "case.schema.json").read_text("utf-8"),
        "README.md": (HERE / "archive_readme.md").read_text("utf-8"),
        "LICENSE": (ROOT / "LICENSE").read_text("utf-8"),
    }
    json.loads(files["case.schema.json"])
    return _zipped(files)


def _zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as whole:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"targetcheck-cases-{__version__}/{name}", DAY)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            whole.writestr(entry, files[name].encode("utf-8"))
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
