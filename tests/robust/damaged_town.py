"""A small town whose names and values the tests of this folder damage, one at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

from targetcheck.cli.entry_point import run

RULESET = textwrap.dedent("""
    targetcheck: 1
    id: town
    title: 某镇方案
    document: {number: 某府〔2024〕1号, issuer: 某镇人民政府, issued: 2024-01-01}
    places: {a: {zh: 甲}, b: {zh: 乙}}
    indicators:
      i: {zh: 浓度, unit: mg/L}
    targets:
      - id: x
        place: [a, b]
        indicator: i
        require: {at_most: 5 mg/L}
        due: 2024-12-31
        lead: 甲局
        cite: {clause: 第一条, quote: 浓度不超过5毫克每升}
""").lstrip()
DATA = "place,indicator,period,value,unit\na,i,2024,4,mg/L\nb,i,2024,6,mg/L\n"
AS_OF = ("--as-of", "2025-01-01")


class Town:
    """A folder with a ruleset and a table, and the program run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("town.yaml", RULESET)
        self.write("d.csv", DATA)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def rows(self, name, *rows):
        """Write rows of JSON as they stand, so that a test can say `1e999999999`."""
        return self.write(name, "[" + ",".join(rows) + "]")

    def row(self, **cells):
        row = {"place": "a", "indicator": "i", "period": "2024", "value": 4, "unit": "mg/L"}
        return json.dumps(row | cells)

    def run(self, *words, shell=""):
        """Run `targetcheck` here; with `shell`, as a program under `sh -c` with that behind it."""
        if shell:
            return self.program(*words, shell=shell)
        told = [TextIOWrapper(BytesIO(), "utf-8", newline="") for _ in range(2)]
        with chdir(self.folder), redirect_stdout(told[0]), redirect_stderr(told[1]):
            code = run([str(word) for word in words])
        out, err = (stream.buffer.getvalue() for stream in told if stream.flush() is None)
        return subprocess.CompletedProcess(words, code, out, err)

    def program(self, *words, shell="", timeout=60):
        command = [sys.executable, "-m", "targetcheck", *map(str, words)]
        if shell:
            command = ["sh", "-c", f'"$@" {shell}', "sh", *command]
        return subprocess.run(
            command,
            cwd=self.folder,
            capture_output=True,
            timeout=timeout,
            check=False,
            env={**os.environ, "NO_COLOR": "1", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
        )

    def code(self, *words, **more):
        return self.run(*words, **more).returncode
