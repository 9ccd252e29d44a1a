"""The same rows given to other tools: how many rows on a bound they judge wrong, what a gap is to them.

`python bench/comparison.py write FOLDER` writes the rows; then, in an environment that has the tool,
`python bench/comparison.py TOOL FOLDER` prints one line: version, rows judged wrong of 10,000, the
answer to a missing value that must be at most 35, seconds for 100,000 rows. The tools import what
they need; this file needs nothing.
"""

from __future__ import annotations

import csv
import importlib.metadata
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROWS = 10_000
MANY = 100_000
HEADINGS = ["indicator", "unit", "value", "factor", "bound", "strict", "want"]


def write(folder: str) -> None:
    """Write `bounds.csv`: rows exactly on a bound, in four units, with factor and bound."""
    from levels import by_hand, on_bounds

    frame, want = on_bounds(ROWS)
    joined = frame.with_columns(want=want).join(
        by_hand(90), on=["indicator", "unit"], maintain_order="left"
    )
    joined.select(HEADINGS).write_csv(Path(folder) / "bounds.csv")


def rows(folder: str) -> list[dict[str, Any]]:
    """Return the rows with numbers and truth values."""
    with (Path(folder) / "bounds.csv").open(encoding="utf-8") as file:
        found: list[dict[str, Any]] = list(csv.DictReader(file))
    for row in found:
        row |= {key: float(row[key]) for key in ("value", "factor", "bound")}
        row |= {key: row[key] == "true" for key in ("strict", "want")}
    return found


def targetcheck(given: list[dict[str, Any]]) -> list[bool]:
    import polars as pl

    from levels import AS_OF, ruleset
    from targetcheck import api

    screener = api.screener_of(ruleset(90), as_of=AS_OF, place="city")
    frame = pl.DataFrame([{k: row[k] for k in ("indicator", "unit", "value")} for row in given])
    return [verdict == "pass" for verdict in screener.frame(frame)["verdict"]]


def targetcheck_gap() -> str:
    import targetcheck as tc
    from levels import ruleset

    verdict = tc.evaluate(ruleset(1), [], as_of="2024-12-31")["t0", "city"]
    return f"{verdict.status}: {verdict.sentence()}"


def pandera(given: list[dict[str, Any]]) -> list[bool]:
    import pandas as pd
    import pandera.pandas as pa

    frame = pd.DataFrame(given)
    frame["at"] = frame["value"] * frame["factor"]

    def met(data: Any) -> Any:
        return (data["at"] < data["bound"]).where(data["strict"], data["at"] <= data["bound"])

    schema = pa.DataFrameSchema({"at": pa.Column(float)}, checks=pa.Check(met))
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        bad = set(error.failure_cases["index"].dropna().astype(int))
        return [n not in bad for n in range(len(frame))]
    return [True] * len(frame)


def pandera_gap() -> str:
    import pandas as pd
    import pandera.pandas as pa

    frame = pd.DataFrame({"x": [None]}, dtype=float)
    plain = pa.DataFrameSchema({"x": pa.Column(float, pa.Check.le(35))})
    loose = pa.DataFrameSchema({"x": pa.Column(float, pa.Check.le(35), nullable=True)})

    def said(schema: Any) -> str:
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors:
            return "fails"
        return "passes"

    return f"{said(plain)}; {said(loose)} where the column may have gaps"


def great_expectations(given: list[dict[str, Any]]) -> list[bool]:
    """Compare by pairs of columns, the two strictnesses apart."""
    import pandas as pd

    frame = pd.DataFrame(given)
    frame["at"] = frame["value"] * frame["factor"]
    bad: set[int] = set()
    for strict in (True, False):
        part = frame[frame["strict"] == strict]
        found = _expected(
            part.reset_index(names="row"),
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {"column_A": "bound", "column_B": "at", "or_equal": not strict},
        )
        bad |= {int(part.index[n]) for n in found}
    return [n not in bad for n in range(len(frame))]


def _expected(frame: Any, kind: str, settings: dict[str, Any]) -> list[int]:
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    batch = (
        context.data_sources.add_pandas("p").add_dataframe_asset("a")
        .add_batch_definition_whole_dataframe("b").get_batch({"dataframe": frame})
    )  # fmt: skip
    made = getattr(gx.expectations, kind)(**settings)
    result = batch.validate(made, result_format={"result_format": "COMPLETE"})
    listed = result.result.get("unexpected_index_list")
    return [] if result.success else [int(n) for n in listed or []]


def great_expectations_gap() -> str:
    import great_expectations as gx
    import pandas as pd

    context = gx.get_context(mode="ephemeral")
    frame = pd.DataFrame({"x": [None]}, dtype=float)
    batch = (
        context.data_sources.add_pandas("q").add_dataframe_asset("a")
        .add_batch_definition_whole_dataframe("b").get_batch({"dataframe": frame})
    )  # fmt: skip
    made = gx.expectations.ExpectColumnValuesToBeBetween(column="x", max_value=35)
    return "passes" if batch.validate(made).success else "fails"


def soda(given: list[dict[str, Any]]) -> list[bool]:
    """Let Soda count the rows that fail, then ask its query for them one by one."""
    import duckdb

    base = duckdb.connect()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, ["n", *HEADINGS])
            writer.writeheader()
            writer.writerows({"n": n, **row} for n, row in enumerate(given))
        base.execute(f"create table reported as select * from read_csv_auto('{file}')")
    condition = "case when strict then value * factor < bound else value * factor <= bound end"
    counted = _soda_count(
        base, f"failed rows:\n      fail condition: not ({condition})\n      samples limit: 0"
    )
    bad = {n for (n,) in base.sql(f"select n from reported where not ({condition})").fetchall()}
    if counted != len(bad):
        raise ValueError(counted, len(bad))
    return [n not in bad for n in range(len(given))]


def _soda_count(base: Any, check: str) -> int:
    from soda.scan import Scan

    scan = Scan()
    scan.set_data_source_name("d")
    scan.add_duckdb_connection(base, data_source_name="d")
    scan.add_sodacl_yaml_str(f"checks for reported:\n  - {check}\n")
    scan.execute()
    (made,) = scan._checks  # noqa: SLF001  # Soda has no other way to its counts
    return int(made.check_value or 0)


def soda_gap() -> str:
    import duckdb

    base = duckdb.connect()
    base.execute("create table reported as select cast(null as double) as x")
    return (
        "passes"
        if _soda_count(base, "invalid_count(x) = 0:\n      valid max: 35") == 0
        else "fails"
    )


def openfisca(given: list[dict[str, Any]]) -> list[bool]:
    import numpy as np
    from openfisca_core import periods, variables  # noqa: F401

    number = np.float32  # the type of a variable with value_type = float
    value, factor = (np.array([r[k] for r in given], dtype=number) for k in ("value", "factor"))
    bound = np.array([r["bound"] for r in given], dtype=number)
    at = value * factor
    strict = np.array([r["strict"] for r in given])
    return [bool(x) for x in np.where(strict, at < bound, at <= bound)]


def openfisca_gap() -> str:
    from openfisca_core import entities, periods, taxbenefitsystems, variables
    from openfisca_core.simulation_builder import SimulationBuilder

    town = entities.Entity("town", "towns", "", "")

    class pm25(variables.Variable):  # noqa: N801
        value_type = float
        entity = town
        definition_period = periods.DateUnit.YEAR

    class met(variables.Variable):  # noqa: N801
        value_type = bool
        entity = town
        definition_period = periods.DateUnit.YEAR

        def formula(self: Any, period: Any) -> Any:
            return self("pm25", period) <= 35

    system = taxbenefitsystems.TaxBenefitSystem([town])
    system.add_variables(pm25, met)
    simulation = SimulationBuilder().build_default_simulation(system, 1)
    answer = bool(simulation.calculate("met", "2024")[0])
    return "passes (a variable without a value is 0)" if answer else "fails"


POLICY = """package targets
met := [ok | some r in input.rows; ok := holds(r)]
holds(r) := r.value * r.factor < r.bound if r.strict
holds(r) := r.value * r.factor <= r.bound if not r.strict
"""


def rego(given: list[dict[str, Any]]) -> list[bool]:
    from regopy import Interpreter

    found: list[bool] = []
    for start in range(0, len(given), 500):
        part = [
            {k: r[k] for k in ("value", "factor", "bound", "strict")}
            for r in given[start : start + 500]
        ]
        rule = Interpreter()
        rule.add_module("targets", POLICY)
        rule.set_input({"rows": part})
        answer = json.loads(str(rule.query("x := data.targets.met")))
        found += (
            answer["result"][0]["bindings"]["x"] if "result" in answer else answer["bindings"]["x"]
        )
    return found


def rego_gap() -> str:
    from regopy import Interpreter

    rule = Interpreter()
    rule.add_module("p", "package p\nmet if input.pm25 <= 35\ndeny if input.pm25 > 35\n")
    rule.set_input({})
    return "neither `met` nor `deny` is defined: " + " ".join(str(rule.query("data.p")).split())


def spreadsheet(given: list[dict[str, Any]]) -> list[bool]:
    """Let LibreOffice Calc compute `=IF(strict; value*factor<bound; value*factor<=bound)`."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for n, r in enumerate(given, start=1):
        sheet.append(
            [
                r["value"],
                r["factor"],
                r["bound"],
                r["strict"],
                f"=IF(D{n},A{n}*B{n}<C{n},A{n}*B{n}<=C{n})",
            ]
        )
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder) / "rows.xlsx")
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "csv", "--outdir", folder, str(Path(folder) / "rows.xlsx")],
            check=True, capture_output=True,
        )  # fmt: skip
        with (Path(folder) / "rows.csv").open(encoding="utf-8") as file:
            return [row[4] in ("TRUE", "1") for row in csv.reader(file)]


def spreadsheet_gap() -> str:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["B1"] = "=A1<=35"
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder) / "gap.xlsx")
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "csv", "--outdir", folder, str(Path(folder) / "gap.xlsx")],
            check=True, capture_output=True,
        )  # fmt: skip
        said = (Path(folder) / "gap.csv").read_text("utf-8")
    return "passes (a blank cell is 0)" if "TRUE" in said else said.strip()


TOOLS = {
    "targetcheck": ("targetcheck", targetcheck, targetcheck_gap),
    "pandera": ("pandera", pandera, pandera_gap),
    "great-expectations": ("great_expectations", great_expectations, great_expectations_gap),
    "soda": ("soda-core-duckdb", soda, soda_gap),
    "openfisca": ("openfisca-core", openfisca, openfisca_gap),
    "rego": ("regopy", rego, rego_gap),
    "spreadsheet": ("", spreadsheet, spreadsheet_gap),
}


def main(name: str, folder: str) -> None:
    """Measure one tool and print its line."""
    package, judge, gap = TOOLS[name]
    given = rows(folder)
    answers = judge(given)
    wrong = sum(answer != row["want"] for answer, row in zip(answers, given, strict=True))
    many = given * (MANY // ROWS)
    start = time.perf_counter()
    judge(many)
    took = time.perf_counter() - start
    version = _version(package)
    print(
        f"{name} {version} | wrong of {len(given):,}: {wrong:,} | gap: {gap()} | {MANY:,} rows: {took:.2f} s"
    )


def _version(package: str) -> str:
    if package == "targetcheck":
        import targetcheck as tc

        return tc.__version__
    if package:
        return importlib.metadata.version(package)
    said = subprocess.run(
        ["soffice", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return " ".join(said.split()[:2])


if __name__ == "__main__":
    write(sys.argv[2]) if sys.argv[1] == "write" else main(*sys.argv[1:])
