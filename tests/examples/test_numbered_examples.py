"""The numbered examples run as they stand, in a copy, and say what their READMEs say."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import targetcheck as tc
from programs import HANGS, program

SOURCE = Path(__file__).parents[2] / "examples"
NUMBERED = sorted(p.name for p in SOURCE.iterdir() if p.name[:2].isdigit())
EXTENDED = bool({"TARGETCHECK_TEST_EXAMPLES", "TARGETCHECK_TEST_ALL"} & os.environ.keys())


@pytest.fixture
def example(tmp_path):
    """A function that copies an example beside its tables and gives its folder."""

    def copied(name):
        for folder in (name, "huangshi", "suizhou"):
            shutil.copytree(SOURCE / folder, tmp_path / folder)
        return tmp_path / name

    return copied


def run(folder, *words, good=(0,)):
    path = os.pathsep.join(
        filter(None, [str(Path(tc.__file__).parents[1]), os.environ.get("PYTHONPATH")])
    )
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, encoding="utf-8",
        check=False, timeout=HANGS, env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode in good, done.stdout + done.stderr
    return done.stdout


def test_every_example_has_a_readme_and_stands_in_the_list():
    page = (SOURCE / "README.md").read_text("utf-8")
    assert len(NUMBERED) == 7
    for name in NUMBERED:
        assert f"[{name}]({name}/)" in page
        readme = (SOURCE / name / "README.md").read_text("utf-8")
        assert readme.startswith(f"# {name[:2]} ")
        for file in re.findall(r"`([\w.]+\.(?:py|ipynb|sql))`", readme):
            assert list((SOURCE / name).rglob(file)), f"{name}: {file}"


def test_the_script_records_and_compares_two_quarters(example):
    folder = example("01-quarterly-script")
    words = ("quarter.py", "hubei/suizhou-yangtze-2024", "../suizhou/suizhou-yangtze-2024.csv")
    first = run(folder, *words, "2024-09-30", good=(0, 1))
    second = run(folder, *words, "2024-12-31", good=(1,))
    assert "changed" not in first
    assert int(re.search(r"changed since run 1: (\d+)", second)[1]) > 2
    assert (folder / "out" / "circular.docx").stat().st_size > 10_000
    bad = folder / "bad.csv"
    bad.write_text("a,b\n1,2\n", "utf-8")
    run(folder, *words[:2], "bad.csv", "2024-12-31", good=(2,))


def test_the_cells_of_the_notebook_run_in_order(example, monkeypatch, capsys):
    folder = example("02-notebook")
    book = json.loads((folder / "verdicts.ipynb").read_text("utf-8"))
    monkeypatch.chdir(folder)
    space = {}
    codes = ["".join(c["source"]) for c in book["cells"] if c["cell_type"] == "code"]
    for code in codes:
        exec(compile(code, "cell", "exec"), space)
    assert not any(cell.get("outputs") for cell in book["cells"])
    assert "长江入河排污口" in capsys.readouterr().out
    assert [t.after.target for t in space["changed"].changes]
    assert "<table" in space["result"]._repr_html_()
    assert space["frame"]["status"].value_counts().to_dict() == {
        k: v for k, v in space["result"].summary().items() if v
    }


def test_the_service_answers_as_the_library_and_describes_itself(example, monkeypatch):
    pytest.importorskip("fastapi")
    httpx = pytest.importorskip("httpx")
    folder = example("03-fastapi")
    monkeypatch.syspath_prepend(str(folder))
    import service

    rows = [
        {
            "place": "黄石市",
            "indicator": "长江入河排污口整治完成率",
            "period": "2024年12月",
            "value": "90 %",
        }
    ]
    one = "/verdicts/outfalls-2024/huangshi"
    asked = [
        ("/verdicts", "2024-12-31"), (one, "2024-12-31"),
        ("/verdicts/none/huangshi", "2024-12-31"), ("/verdicts", "soon"),
    ]  # fmt: skip

    async def answers():
        transport = httpx.ASGITransport(app=service.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            found = [
                await client.post(path, json=rows, params={"as_of": day}) for path, day in asked
            ]
            return [*found, await client.get("/openapi.json")]

    table, single, unknown, refused, described = asyncio.run(answers())
    result = tc.evaluate(service.PLAN, rows, as_of="2024-12-31")
    assert table.json()["counts"] == result.summary()
    failed = [v["target"] for v in table.json()["attention"] if v["status"] == "fail"]
    assert failed == [v.target for v in result.failed]
    assert single.json()["verdict"]["status"] == "fail"
    assert single.json()["zh"] == result["outfalls-2024", "huangshi"].sentence("zh")
    assert unknown.status_code == 404
    assert refused.status_code == 422
    assert refused.json()["findings"][0]["code"] == "period-unreadable"
    assert set(described.json()["paths"]) == {"/verdicts", "/verdicts/{target}/{place}"}
    assert "Answer" in described.json()["components"]["schemas"]


def test_the_service_under_load_gives_no_wrong_answer(example):
    pytest.importorskip("fastapi")
    pytest.importorskip("uvicorn")
    assert "16 requests from 8 threads" in run(example("03-fastapi"), "load.py", "16")


def test_the_models_of_the_dbt_project_run_on_duckdb(example):
    """The queries and the Python model, in the order of their references; dbt itself: `make examples`."""
    import duckdb

    folder = example("04-dbt-duckdb")
    base = duckdb.connect()
    base.execute(
        f"create table sent as select * from read_csv('{folder}/seeds/sent.csv', all_varchar=true)"
    )

    def query(name):
        text = (folder / name).read_text("utf-8")
        return re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", re.sub(r"\{\{ config.*?\}\}", "", text))

    base.execute(f"create table reported as {query('models/reported.sql')}")
    spec = importlib.util.spec_from_file_location(
        "verdicts_model", folder / "models" / "verdicts.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    class Dbt:
        class config:  # noqa: N801
            def __new__(cls, **_):
                return None

            @staticmethod
            def get(_):
                return None

        @staticmethod
        def ref(name):
            return base.table(name)

    base.register("made", module.model(Dbt, None))
    base.execute("create table verdicts as select * from made")
    assert base.sql(query("models/by_lead.sql")).fetchall()
    failed = base.sql(query("tests/no_failures.sql")).fetchall()
    assert "outfalls-2024" in [row[0] for row in failed]


@pytest.mark.skipif(not EXTENDED, reason="`make examples`")
def test_spark_says_what_the_library_says(example):
    pytest.importorskip("pyspark")
    program("java")
    said = run(example("05-spark"), "national.py")
    assert "rows {'fail':" in said
    assert re.search(r"library: (\w+) \1\n", said)


def test_a_ledger_is_shared_by_its_address(example, tmp_path):
    """The script takes any address of a ledger; on PostgreSQL it runs with the tests of the ledger."""
    pytest.importorskip("sqlalchemy")
    said = run(example("06-postgresql-ledger"), "shared.py", str(tmp_path / "shared.db"))
    assert "runs [1, 2]" in said
    assert "reproduced True" in said


def test_the_dashboard_shows_every_verdict_without_a_request(example):
    folder = example("07-dashboard")
    assert "verdicts" in run(folder, "build.py", "../huangshi/2024q4.csv", "2024-12-31")
    page = folder / "dashboard.html"
    result = tc.evaluate(
        "hubei/huangshi-yangtze-2024", folder.parent / "huangshi" / "2024q4.csv", as_of="2024-12-31"
    )
    assert "default-src 'none'" in page.read_text("utf-8")
    shown = subprocess.run(
        [program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, encoding="utf-8", check=True, timeout=HANGS,
    ).stdout  # fmt: skip
    assert f"显示{len(result)}个评判项" in shown
    assert shown.count("</tr>") == len(result) + 1
    assert f"✘ 未达标 {result.summary()['fail']}" in shown
