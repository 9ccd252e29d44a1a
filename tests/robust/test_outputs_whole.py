"""An output is there whole or not at all, and is never one of the inputs."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from damaged_town import AS_OF, DATA, RULESET

import targetcheck as tc
from targetcheck import api, files
from targetcheck.cli.entry_point import run
from targetcheck.errors import TargetcheckError

OLD = b"what was there before"
SOURCE = Path(files.__file__).parent
CALLS = ("open", "fdopen", "fsync", "replace")
"""The calls of the system by which `whole_file` writes."""


def outputs(town):
    """Yield (name of the output, command line) for every way to write a file."""
    evaluate = ["evaluate", "town.yaml", "d.csv", *AS_OF]
    for form in (
        "table",
        "json",
        "csv",
        "md",
        "html",
        "xlsx",
        "parquet",
        "junit",
        "sarif",
        "iati",
        "oscal",
    ):
        yield f"r.{form}", [*evaluate, "--format", form, "-o", f"r.{form}"]
    yield "c.parquet", [*evaluate, "--engine", "columnar", "-o", "c.parquet"]
    for form in ("html", "docx", "xlsx", "md"):
        yield f"b.{form}", ["report", "town.yaml", "d.csv", *AS_OF, "-o", f"b.{form}"]
    yield "p.json", ["compile", "town.yaml", "-o", "p.json"]
    yield "s.json", ["schema", "-o", "s.json"]
    yield "f.xlsx", ["template", "town.yaml", "--period", "2024", "-o", "f.xlsx"]
    yield "show.txt", ["show", "town.yaml", "-o", "show.txt"]
    yield "i.txt", ["inspect", "d.csv", "-o", "i.txt"]
    yield "t.xml", ["test", "town.yaml", "--format", "junit", "-o", "t.xml"]
    yield "q.parquet", ["screen", "town.yaml", "in.parquet", *AS_OF, "-o", "q.parquet"]


NAMES = [name for name, _ in outputs(None)]


@pytest.fixture
def inside(town, monkeypatch):
    import polars as pl

    monkeypatch.chdir(town.folder)
    pl.read_csv(town.folder / "d.csv").write_parquet(town.folder / "in.parquet")
    return town


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("call", CALLS)
def test_a_fault_at_any_call_leaves_the_old_file_whole(inside, monkeypatch, name, call, capsys):
    words = dict(outputs(inside))[name]
    (inside.folder / name).write_bytes(OLD)
    before = sorted(path.name for path in inside.folder.iterdir())
    real = getattr(Path if call == "replace" else os, call)

    def failing(*given, **more):
        if ".part" in str(given[0]) or call in ("fdopen", "fsync"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*given, **more)

    monkeypatch.setattr(Path if call == "replace" else os, call, failing)
    code = run(words)
    monkeypatch.undo()
    assert code == 2
    assert "output-unwritable" in capsys.readouterr().err
    assert (inside.folder / name).read_bytes() == OLD
    assert sorted(path.name for path in inside.folder.iterdir()) == before


class FullDisk:
    """A stream that takes so many bytes and then says that the disk is full."""

    def __init__(self, stream, room):
        self.stream, self.room = stream, room

    def write(self, raw):
        self.room -= len(raw)
        if self.room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self.stream.write(raw)

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        self.stream.__enter__()
        return self

    def __exit__(self, *said):
        return self.stream.__exit__(*said)


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("c.parquet", "q.parquet")])
@pytest.mark.parametrize("room", [0, 10])
def test_a_disk_that_fills_up_leaves_the_old_file_whole(inside, monkeypatch, name, room):
    words = dict(outputs(inside))[name]
    (inside.folder / name).write_bytes(OLD)
    real = os.fdopen
    monkeypatch.setattr(os, "fdopen", lambda *given: FullDisk(real(*given), room))
    code = run(words)
    monkeypatch.undo()
    assert code == 2
    assert (inside.folder / name).read_bytes() == OLD
    assert not list(inside.folder.glob(".*.part"))


def test_a_killed_program_leaves_the_old_file_whole(town):
    town.write("out.csv", OLD)
    code = (
        "import os, signal, sys\nfrom targetcheck import files\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "files.write_file('out.csv', 'half')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=town.folder, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (town.folder / "out.csv").read_bytes() == OLD


def test_an_error_while_rows_are_screened_leaves_the_old_file_whole(inside):
    import polars as pl

    folder = inside.folder / "parts"
    folder.mkdir()
    pl.read_csv(inside.folder / "d.csv").write_parquet(folder / "1.parquet")
    (folder / "2.parquet").write_bytes(b"PAR1 no more")
    (inside.folder / "q.parquet").write_bytes(OLD)
    with pytest.raises(TargetcheckError) as refused:
        api.screen_parquet("town.yaml", folder, "q.parquet", as_of="2025-01-01")
    assert refused.value.diagnostics[0].code == "table-format"
    assert (inside.folder / "q.parquet").read_bytes() == OLD


def test_a_compiled_plan_is_written_whole(inside, monkeypatch):
    (inside.folder / "p.json").write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "no")))
    with pytest.raises(TargetcheckError):
        api.save_plan(tc.compile_plan("town.yaml"), "p.json")
    assert (inside.folder / "p.json").read_bytes() == OLD


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["evaluate", "town.yaml", "d.csv", *AS_OF, "-o", "d.csv"], "d.csv"),
        (["evaluate", "town.yaml", "d.csv", *AS_OF, "--format", "csv", "-o", "./town.yaml"], "town.yaml"),
        (["evaluate", "town.yaml", "d.csv", *AS_OF, "--format", "csv", "-o", "link.csv"], "d.csv"),
        (["compile", "town.yaml", "-o", "town.yaml"], "town.yaml"),
        (["compile", "whole.yaml", "-o", "part.yaml"], "part.yaml"),
        (["show", "town.yaml", "--format", "yaml", "-o", "town.yaml"], "town.yaml"),
        (["inspect", "d.csv", "-o", "d.csv"], "d.csv"),
        (["report", "town.yaml", "d.csv", *AS_OF, "-o", "hard.md"], "d.csv"),
        (["screen", "town.yaml", "in.parquet", *AS_OF, "-o", "in.parquet"], "in.parquet"),
        (["evaluate", "town.yaml", "in.parquet", *AS_OF, "--engine", "columnar", "-o", "in.parquet"], "in.parquet"),
    ],
)  # fmt: skip
def test_an_output_that_is_an_input_is_refused(inside, words, kept, capsys):
    inside.write("whole.yaml", RULESET.replace("id: town", "id: town\ninclude: part.yaml"))
    inside.write("part.yaml", "places: {c: {zh: 丙}}\n")
    (inside.folder / "link.csv").symlink_to("d.csv")
    os.link(inside.folder / "d.csv", inside.folder / "hard.md")
    before = (inside.folder / kept).read_bytes()
    assert run(words) == 2
    assert "output-is-input" in capsys.readouterr().err
    assert (inside.folder / kept).read_bytes() == before


def test_screening_into_its_own_folder_is_refused_by_the_library_too(inside):
    with pytest.raises(TargetcheckError) as refused:
        api.screen_parquet("town.yaml", "in.parquet", "in.parquet", as_of="2025-01-01")
    assert refused.value.diagnostics[0].code == "output-is-input"


def test_fmt_diff_only_shows(inside, capsys):
    untidy = RULESET.replace("id: town", "id:    town")
    inside.write("town.yaml", untidy)
    assert run(["fmt", "--diff", "town.yaml"]) == 0
    assert "+id: town" in capsys.readouterr().out
    assert (inside.folder / "town.yaml").read_text("utf-8") == untidy


def test_new_writes_over_nothing(inside, capsys):
    inside.write("fresh/ruleset.schema.json", OLD)
    assert run(["new", "fresh"]) == 2
    assert "ruleset-exists" in capsys.readouterr().err
    assert (inside.folder / "fresh" / "ruleset.schema.json").read_bytes() == OLD


def test_rights_of_a_file_that_is_replaced_stay(inside):
    (inside.folder / "r.csv").write_bytes(OLD)
    (inside.folder / "r.csv").chmod(0o640)
    run(["evaluate", "town.yaml", "d.csv", *AS_OF, "-o", "r.csv"])
    assert (inside.folder / "r.csv").stat().st_mode & 0o777 == 0o640


def test_no_other_way_to_write_is_left_in_the_source():
    writes = re.compile(
        r"\.write_text\(|\.write_bytes\(|open\([^)]*[\"'][wax]b?[\"']|write_parquet\((?:output|path)|\.save\((?!out\))"
    )
    allowed = {
        "files.py",  # the one door
        "cli/evaluation_inputs.py",  # standard input, into a folder that goes away
        "quantities/precomputed_units.py",  # a tool of developers
        "interchange/sdmx/structure_writer.py",  # the same
        "web/first_evaluation.py",  # a workbook to warm up with, in a folder that goes away
        "web/start_image.py",  # the page's files, in a folder that goes away
    }
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if writes.search(path.read_text("utf-8"))
    }
    assert found <= allowed


def test_an_interrupted_evaluation_leaves_the_old_file_whole(town):
    """Kill the program again and again while it works: the file is the old or the new one."""
    town.write("d.csv", DATA + "".join(f"a,i,{2000 + n % 24},4,mg/L\n" for n in range(2000)))
    town.write("out.json", OLD)
    for pause in (0.2, 0.4, 0.6, 0.8):
        with subprocess.Popen(
            [sys.executable, "-m", "targetcheck", "evaluate", "town.yaml", "d.csv", *AS_OF, "-o", "out.json"],
            cwd=town.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as program:  # fmt: skip
            time.sleep(pause)
            program.kill()
        raw = (town.folder / "out.json").read_bytes()
        assert raw == OLD or raw.endswith(b"}\n")
