"""Optional components: purpose, packages, and installation state.

Layer: cli. Input: installed packages. Output: `Seen` components, for `targetcheck doctor`.
"""

from __future__ import annotations

import sys
import warnings
from dataclasses import dataclass
from importlib import import_module, metadata

from targetcheck.cli.engines.java_runtime import java_serves, java_version
from targetcheck.errors import Language

NEEDED = ("pydantic", "pint", "python-dateutil", "pyyaml", "click", "rich", "narwhals")
"""Required packages."""
PYTHON = sys.version_info[:2]


@dataclass(frozen=True, slots=True)
class Extra:
    """An extra: its packages, each with a module that is imported from it, and its purpose."""

    extra: str
    packages: tuple[tuple[str, str], ...]
    zh: str
    en: str
    java: bool = False
    below: tuple[int, int] | None = None
    """the first Python version that the component does not support"""

    def serves(self, lang: Language) -> str:
        """Return the purpose of the component."""
        return self.zh if lang == "zh" else self.en


PARTS = (
    Extra(
        "xlsx",
        (("openpyxl", "openpyxl"),),
        "读写 .xlsx 工作簿、生成填报表",
        "workbooks in and out, reporting forms",
    ),
    Extra(
        "report",
        (
            ("jinja2", "jinja2"),
            ("python-docx", "docx"),
            ("vl-convert-python", "vl_convert"),
        ),
        "通报（DOCX、HTML）和图表",
        "the circular and the bulletin, charts",
    ),
    Extra(
        "draft",
        (("pypdf", "pypdf"), ("python-docx", "docx"), ("openpyxl", "openpyxl")),
        "由 PDF、DOCX 起草规则集，审核工作簿",
        "rulesets drafted from PDF and DOCX, the review workbook",
    ),
    Extra(
        "ledger",
        (("sqlalchemy", "sqlalchemy"),),
        "结论台账",
        "the ledger of runs",
    ),
    Extra(
        "postgresql",
        (("sqlalchemy", "sqlalchemy"), ("psycopg", "psycopg")),
        "PostgreSQL 上的台账",
        "a ledger on PostgreSQL",
    ),
    Extra(
        "escalation",
        (("durable-rules", "durable.engine"),),
        "督办措施所用的规则引擎（Python 3.12 及以下）",
        "the rule engine for escalation (Python 3.12 or older)",
        below=(3, 13),
    ),
    Extra(
        "author",
        (("jinja2", "jinja2"),),
        "把规则集输出为网页",
        "a ruleset as a web page",
    ),
    Extra(
        "parquet",
        (("pyarrow", "pyarrow"),),
        "读写 Parquet",
        "Parquet in and out",
    ),
    Extra(
        "sdmx",
        (("pysdmx", "pysdmx"),),
        "读写 SDMX 结构",
        "SDMX structures in and out",
    ),
    Extra(
        "columns",
        (("polars", "polars"),),
        "按列评判大表",
        "large tables, screened by columns",
    ),
    Extra(
        "spark",
        (("polars", "polars"), ("pyarrow", "pyarrow"), ("pyspark", "pyspark")),
        "在 Spark 上评判大表（另需 Java）",
        "large tables on Spark, which also needs Java",
        java=True,
    ),
)


TASKS = {"office": ("xlsx", "report", "ledger"), "scale": ("parquet", "columns")}
"""Extras named for tasks, and the components that they install."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package as installed: its version, or None; `fault` is the error when importing it."""

    name: str
    version: str | None
    fault: str = ""

    @property
    def works(self) -> bool:
        """Return whether the package is installed and can be imported."""
        return self.version is not None and not self.fault


@dataclass(frozen=True, slots=True)
class Seen:
    """A component as installed; `java` is the version of Java, empty if there is none."""

    part: Extra
    packages: tuple[Package, ...]
    java: str = ""

    @property
    def installed(self) -> bool:
        """Return whether every package of the component is installed and can be imported."""
        return all(package.works for package in self.packages)

    @property
    def fits(self) -> bool:
        """Return whether the component supports this Python."""
        return self.part.below is None or self.part.below > PYTHON

    @property
    def works(self) -> bool:
        """Return whether the component can be used."""
        return self.installed and (not self.part.java or java_serves(self.java))


def parts_seen() -> list[Seen]:
    """Return every component with its installed packages."""
    java = java_version()
    return [
        Seen(
            part,
            tuple(package_seen(name, module) for name, module in part.packages),
            java if part.java else "",
        )
        for part in PARTS
    ]


def package_seen(name: str, module: str) -> Package:
    """Return a package with its version; it is imported, since an installed one may be broken."""
    version = version_of(name)
    return Package(name, version, "" if version is None else fault_of(module))


def version_of(name: str) -> str | None:
    """Return the version of an installed package, or None."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def fault_of(module: str) -> str:
    """Return the error when importing a module, or an empty text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import_module(module)
    except Exception as error:  # noqa: BLE001  # a part may break in as many ways as it has parts
        return " ".join(f"{type(error).__name__}: {error}".split())[:160]
    return ""


def draws_chinese() -> bool | None:
    """Return whether charts on this machine can show Chinese; None if charts are unavailable."""
    if not package_seen("vl-convert-python", "vl_convert").works:
        return None
    from targetcheck.output.charts import chinese_font

    return chinese_font()
