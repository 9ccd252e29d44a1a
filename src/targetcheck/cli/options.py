"""Arguments and options shared by several commands.

Layer: cli. Imports are light, so that the help is fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, NamedTuple

from targetcheck.errors import Language, default_language


class Lang(StrEnum):
    """Languages of the program."""

    ZH = "zh"
    EN = "en"


def chosen(lang: Lang | None) -> Language:
    """Return the language given, else the default one."""
    if lang is None:
        return default_language()
    return "zh" if lang is Lang.ZH else "en"


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language of a command line that could not be parsed completely."""
    for number, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or (arguments[number + 1] if number + 1 < len(arguments) else "")
            if value in ("zh", "en"):
                return "zh" if value == "zh" else "en"
    return default_language()


def say(en: str, zh: str) -> str:
    """Return a text in the language of the command."""
    return zh if default_language() == "zh" else en


class HelpText(NamedTuple):
    """A help text in two languages; the language is known only when it is printed."""

    en: str
    zh: str

    def __str__(self) -> str:
        return say(self.en, self.zh)


class ResultFormat(StrEnum):
    """Output formats of `evaluate`."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JUNIT = "junit"
    SARIF = "sarif"
    IATI = "iati"
    OSCAL = "oscal"
    OSCAL_POAM = "oscal-poam"
    SDMX_CSV = "sdmx-csv"
    OPENMETRICS = "openmetrics"
    OPEN_SDG = "open-sdg"


class TextFormat(StrEnum):
    """Output formats for people and for programs."""

    TEXT = "text"
    JSON = "json"


class ShowFormat(StrEnum):
    """Output formats of `show`."""

    TABLE = "table"
    PROSE = "prose"
    MD = "md"
    HTML = "html"
    JSON = "json"
    YAML = "yaml"
    SDMX = "sdmx"


class InspectFormat(StrEnum):
    """Output formats of `inspect`."""

    TEXT = "text"
    JSON = "json"
    SDMX_CSV = "sdmx-csv"


class PathFormat(StrEnum):
    """Output formats of `path`."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


class PlanForm(StrEnum):
    """What `compile` writes."""

    PLAN = "plan"
    SQL = "sql"


class SqlDialect(StrEnum):
    """Databases that `compile --to sql` writes for."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SPARK = "spark"


class SdmxVersion(StrEnum):
    """Versions of SDMX-CSV."""

    V1_0 = "1.0"
    V2_0 = "2.0"
    V2_1 = "2.1"


class SdmxLabels(StrEnum):
    """What SDMX-CSV shows of a code."""

    ID = "id"
    NAME = "name"
    BOTH = "both"


class SchemaKind(StrEnum):
    """Kinds of documents with a JSON Schema."""

    RULESET = "ruleset"
    PART = "part"
    RESULT = "result"
    TABLE_SCHEMA = "table-schema"
    DATA_PACKAGE = "data-package"
    ODCS = "odcs"
    SDMX = "sdmx"


class Parameter(NamedTuple):
    """Declaration of a parameter, besides its type and default."""

    names: tuple[str, ...]
    help: HelpText
    metavar: str | None


def option(*names: str, en: str, zh: str, metavar: str | None = None) -> Parameter:
    """Return an option with its help in two languages, to annotate a parameter with."""
    return Parameter(names, HelpText(en, zh), metavar)


def argument(metavar: str, *, en: str, zh: str) -> Parameter:
    """Return an argument with its help in two languages, to annotate a parameter with."""
    return Parameter((), HelpText(en, zh), metavar)


RulesetArgument = Annotated[
    str,
    argument(
        "RULESET",
        en="Bundled ruleset, or a file or folder.",
        zh="内置规则集的名称，或规则集文件、文件夹。",
    ),
]
PathsArgument = Annotated[
    list[str],
    argument(
        "PATH",
        en="Files or folders of rulesets, or bundled rulesets.",
        zh="规则集文件、文件夹，或内置规则集的名称。",
    ),
]
AsOfOption = Annotated[
    str,
    option(
        "--as-of",
        metavar="DATE",
        en="Evaluation date; a period means its last day: 2024-09-30, 2024Q3.",
        zh="基准日；写时期的，指其最后一日：2024-09-30、2024Q3。",
    ),
]
KnownAtOption = Annotated[
    str | None,
    option(
        "--known-at",
        metavar="DATE",
        en="Ignore values reported after this date.",
        zh="数据截止日；此日以后报送的数据不采用。",
    ),
]
ProfileOption = Annotated[
    str | None,
    option(
        "--profile",
        metavar="NAME",
        en="Profile of the ruleset. Default: default.",
        zh="规则集中的评判方案，默认为 default。",
    ),
]
ScopeOption = Annotated[
    str | None,
    option(
        "--scope",
        metavar="NAME|FORM",
        en="A submission of the ruleset, or a form file; what lies outside it is counted apart.",
        zh="规则集中的填报任务，或填报表文件；不在其范围内的结论另行计数。",
    ),
]
ReportedOnlyOption = Annotated[
    bool,
    option(
        "--reported-only",
        en="Only the targets that the data have rows of.",
        zh="只列数据中有报送记录的目标。",
    ),
]
MappingOption = Annotated[
    str | None,
    option(
        "--mapping",
        metavar="FILE",
        en="YAML file that maps sheets, columns and names.",
        zh="列对应文件（YAML），补充说明不能自动识别的工作表、列和名称。",
    ),
]
OutputOption = Annotated[
    str | None,
    option(
        "-o",
        "--output",
        metavar="FILE",
        en="File to write. Default: standard output.",
        zh="要写入的文件，默认为标准输出。",
    ),
]
TextFormatOption = Annotated[
    TextFormat, option("--format", en="Output format. Default: text.", zh="输出格式，默认为 text。")
]
SdmxVersionOption = Annotated[
    SdmxVersion | None,
    option("--sdmx-version", en="Version of SDMX-CSV. Default: 2.0.", zh="默认2.0。"),
]
SdmxLabelsOption = Annotated[
    SdmxLabels | None,
    option(
        "--labels",
        en="Codes in SDMX-CSV: id, name (columns of their own) or both. Default: id.",
        zh="SDMX-CSV 中的代码：id、name（另列名称）或 both。",
    ),
]
LangOption = Annotated[
    Lang | None,
    option(
        "--lang",
        en="Language. Default: TARGETCHECK_LANG, else the locale.",
        zh="语言，默认依 TARGETCHECK_LANG，否则随系统。",
    ),
]
