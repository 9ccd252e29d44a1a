"""One small Spark for tests: two cores, nothing that only pays for large data."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest

from programs import program

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def session() -> Any:
    """Give a session, or skip with one line where Spark or Java is absent."""
    pytest.importorskip("pyspark", reason="Spark tests need the extra `spark`")
    program("java")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    return found
