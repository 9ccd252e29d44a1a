"""Verdicts and screening of a Spark frame, compared with the library for one section."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

from pyspark.sql import SparkSession

import targetcheck as tc

SECTIONS, YEARS = 100, range(2022, 2025)
SECTION_IDS = [f"s{n:03}" for n in range(SECTIONS)]
RULESET = {
    "targetcheck": 1,
    "id": "sections",
    "title": "示例流域",
    "document": {"number": "示例〔2020〕1号", "issuer": "示例流域机构", "issued": "2020-01-01"},
    "places": {
        "basin": {"zh": "示例流域"},
        **{name: {"zh": f"断面{name}", "kind": "section", "in": "basin"} for name in SECTION_IDS},
    },
    "indicators": {"cod": {"zh": "COD", "nature": "level", "unit": "mg/L", "better": "lower"}},
    "targets": [
        {
            "id": "limit",
            "indicator": "cod",
            "place": {"each": "section"},
            "due": "2024-12-31",
            "require": {"at_most": "20 mg/L"},
        }
    ],
}


def rows() -> list[tuple[str, str, str, float, str]]:
    """Return made-up measurements, some of them exactly on the limit."""
    return [
        (name, "COD", f"{year}-{month:02}", (150 + (7 * n + 3 * month + year) % 54) / 10, "mg/L")
        for n, name in enumerate(SECTION_IDS)
        for year in YEARS
        for month in range(1, 13)
    ]


def main() -> None:
    """Print counts of verdicts and of rows."""
    spark = (
        SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    plan, measured = tc.compile_plan(RULESET), rows()
    frame = spark.createDataFrame(
        measured, "place string, indicator string, period string, value double, unit string"
    )
    verdicts = (
        tc.verdict_frame(plan, frame, as_of="2024-12-31")
        .select("target", "place", "status")
        .collect()
    )
    counts: dict[str, int] = {}
    for row in verdicts:
        counts[row["status"]] = counts.get(row["status"], 0) + 1
    print("verdicts", dict(sorted(counts.items())))
    one = [r for r in measured if r[0] == "s007"]
    names = ("place", "indicator", "period", "value", "unit")
    alone = tc.evaluate(plan, [dict(zip(names, r, strict=True)) for r in one], as_of="2024-12-31")
    (same,) = (r["status"] for r in verdicts if r["place"] == "s007")
    print("one section, by Spark and by the library:", same, alone["limit", "s007"].status)
    screened = tc.screen(plan, frame, as_of="2024-12-31").groupBy("verdict").count().collect()
    print("rows", dict(sorted((r["verdict"], r["count"]) for r in screened)))
    spark.stop()


if __name__ == "__main__":
    main()
