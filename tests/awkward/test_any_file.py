"""A damaged file is read or refused in words, wherever the damage lies: it never breaks a program."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_of_counties import PLAN, book

from targetcheck.errors import TargetcheckError
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.tables.table_reader import read_table

ROWS = [["地区", "造林面积（万亩）", "污水收集率（%）"], ["大冶市", 1, 71], ["阳新县", "=1+1", 68]]
CSV = "地区,指标,时期,数值,单位\n大冶市,污水收集率,2024Q3,71,%\n"
PIECES = st.sampled_from(
    [
        b"",
        b"<",
        b">",
        b'"',
        b"&",
        b"\0",
        b"\xff",
        b",",
        b"\n",
        b"=",
        b"1e999",
        b"-1",
        b"A0",
        b"99999999",
    ]
)
EDITS = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 12), PIECES), min_size=1, max_size=6
)


def edited(raw: bytes, edits) -> bytes:
    for where, length, piece in edits:
        at = where % (len(raw) + 1)
        raw = raw[:at] + piece + raw[at + length :]
    return raw


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def workbook():
    made = book(("2024年", ROWS))
    made.active.merge_cells("A5:B5")
    out = BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("damaged")


def read_or_refused(path):
    try:
        observations = read_observations(read_table(str(path), known=vocabulary(PLAN)), PLAN)
    except TargetcheckError as refused:
        assert all(found.en and found.zh for found in refused.diagnostics)
    else:
        assert observations.rows == len(observations.all) + len(observations.aside)


@settings(max_examples=100, deadline=None)
@given(edits=EDITS)
def test_bytes_of_an_archive(edits, workbook, folder):
    path = folder / "a.xlsx"
    path.write_bytes(edited(workbook, edits))
    read_or_refused(path)


@settings(max_examples=150, deadline=None)
@given(edits=EDITS, part=st.integers(0, 100), gone=st.integers(0, 40))
def test_bytes_of_a_part_of_a_workbook(edits, part, gone, workbook, folder):
    parts = parts_of(workbook)
    names = sorted(parts)
    chosen = names[part % len(names)]
    parts[chosen] = edited(parts[chosen], edits)
    if gone < len(names):
        del parts[names[gone]]
    path = folder / "b.xlsx"
    path.write_bytes(packed(parts))
    read_or_refused(path)


@settings(max_examples=150, deadline=None)
@given(edits=EDITS, encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_bytes_of_a_csv_file(edits, encoding, folder):
    path = folder / "c.csv"
    path.write_bytes(edited(CSV.encode(encoding), edits))
    read_or_refused(path)
