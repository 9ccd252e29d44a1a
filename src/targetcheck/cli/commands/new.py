"""`targetcheck new`: create the starter files of a ruleset.

Layer: cli.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import HelpText, Lang, LangOption, argument, chosen, option
from targetcheck.errors import Language

if TYPE_CHECKING:
    from targetcheck.authoring.starter_ruleset import Known

SHORT = HelpText("Create a ruleset folder.", "新建规则集文件夹。")
HELP = HelpText(
    "Create a ruleset folder: commented ruleset.yaml, first test case, JSON Schema for editors.",
    "新建规则集文件夹，内有带说明的 ruleset.yaml、第一个用例和供编辑器使用的 JSON Schema。",
)


_Folder = Annotated[str, argument("FOLDER", en="Folder to create.", zh="要新建的文件夹。")]
_Title = Annotated[
    str, option("--title", metavar="TEXT", en="Title of the document.", zh="文件标题。")
]
_Number = Annotated[
    str, option("--number", metavar="TEXT", en="Number of the document.", zh="文号。")
]
_Issuer = Annotated[
    str, option("--issuer", metavar="TEXT", en="Issuer of the document.", zh="发文机关。")
]
_Issued = Annotated[str, option("--issued", metavar="DATE", en="Date of issue.", zh="印发日期。")]
_Place = Annotated[
    str,
    option(
        "--place",
        metavar="ID=NAME",
        en="Place to which the document applies.",
        zh="文件适用的地区。",
    ),
]
_Words = Annotated[
    str | None,
    option(
        "--text",
        metavar="FILE",
        en="Text of the document, to record its hash.",
        zh="文件原文，用于计算校验码（SHA-256）。",
    ),
]
_FromIati = Annotated[
    str | None,
    option(
        "--from-iati",
        metavar="FILE",
        en="Make it from the results of an IATI activity file.",
        zh="由 IATI 活动文件的 result 生成。",
    ),
]
_Activity = Annotated[
    str | None,
    option(
        "--activity",
        metavar="ID",
        en="The activity, if several have results.",
        zh="有多个活动时指明其一。",
    ),
]


_FromSdmx = Annotated[
    str | None,
    option(
        "--from-sdmx",
        metavar="STRUCTURE",
        en="Take places and indicators from an SDMX structure file.",
        zh="从 SDMX 结构文件取地区和指标。",
    ),
]
_SdmxPlaces = Annotated[
    str | None,
    option(
        "--sdmx-places",
        metavar="CODELIST",
        en="Codelist of the places. Default: that of REF_AREA.",
        zh="地区代码表，默认 REF_AREA 所用者。",
    ),
]
_SdmxIndicators = Annotated[
    str | None,
    option(
        "--sdmx-indicators",
        metavar="CODELIST",
        en="Codelist of the indicators. Default: that of INDICATOR.",
        zh="指标代码表，默认 INDICATOR 所用者。",
    ),
]
_FromOpenSdg = Annotated[
    str | None,
    option(
        "--from-open-sdg",
        metavar="FOLDER",
        en="Take indicators and targets from the data repository of an Open SDG site.",
        zh="从 Open SDG 站点的数据仓库取指标和目标。",
    ),
]


def new(
    folder: _Folder,
    title: _Title = "某市长江高水平保护行动方案",
    number: _Number = "某政办发〔2024〕1号",
    issuer: _Issuer = "某市人民政府办公室",
    issued: _Issued = "2024-07-01",
    place: _Place = "city=某市",
    text: _Words = None,
    from_iati: _FromIati = None,
    activity: _Activity = None,
    from_sdmx: _FromSdmx = None,
    sdmx_places: _SdmxPlaces = None,
    sdmx_indicators: _SdmxIndicators = None,
    from_open_sdg: _FromOpenSdg = None,
    lang: LangOption = None,
) -> int:
    """Write the files; existing files are never overwritten."""
    _one_source([from_iati, from_sdmx, from_open_sdg], from_sdmx, sdmx_places or sdmx_indicators)
    if from_iati is not None:
        return _from_iati(Path(folder), from_iati, activity, chosen(lang))
    from targetcheck.authoring.starter_ruleset import Known, id_of, skeleton
    from targetcheck.errors import Faults
    from targetcheck.files import decode_utf8, read_bytes
    from targetcheck.periods.period_parser import parse_due

    faults, home = Faults(), Path(folder)
    day, words = None, None
    with faults.kept("--issued"):
        day = parse_due(issued)
    with faults.kept("--text"):
        words = None if text is None else decode_utf8(read_bytes(text, text), text)
    faults.check()
    assert day is not None
    where, _, name = place.partition("=")
    known = Known(
        id_of(home.resolve().name), title, number, issuer, day, where, name or where, words
    )
    if from_sdmx is not None:
        made = {"ruleset.yaml": _of_codes(from_sdmx, sdmx_places, sdmx_indicators, known, lang)}
    elif from_open_sdg is not None:
        made = {"ruleset.yaml": _of_site(from_open_sdg, known, chosen(lang))}
    else:
        made = skeleton(known, chosen(lang))
    _write(home, made)
    return ExitCode.FINE


def _from_iati(home: Path, file: str, activity: str | None, lang: Language) -> int:
    """Write ruleset and observations of an activity, and report what was not used."""
    from targetcheck.authoring.formatter import formatted
    from targetcheck.cli.terminal_output import tell
    from targetcheck.errors import finding_lines
    from targetcheck.interchange.iati_ruleset import ruleset_from_activity

    made = ruleset_from_activity(file, file, activity)
    ruleset = formatted(made.yaml, "ruleset.yaml")
    _write(home, {"ruleset.yaml": ruleset, "observations.csv": made.observations_csv()})
    targets, rows = len(made.ruleset.targets), len(made.table)
    tell(finding_lines(made.notes, lang))
    en = f"{targets} target{'s' * (targets != 1)}, {rows} row{'s' * (rows != 1)}"
    tell([f"{targets}项目标，{rows}行数据" if lang == "zh" else en])
    return ExitCode.FINE


def _write(home: Path, made: dict[str, str]) -> None:
    """Write files and the schema for editors, and print their names."""
    from targetcheck.cli.terminal_output import put
    from targetcheck.exact_json import json_text
    from targetcheck.files import write_file
    from targetcheck.output.ruleset_text.json_schemas import ruleset_schema

    made["ruleset.schema.json"] = json_text(ruleset_schema()) + "\n"
    _refuse_taken(home, made)
    for name, content in made.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        write_file(home / name, content)
        put(f"{home / name}\n")


def _of_codes(
    file: str, places: str | None, indicators: str | None, known: Known, lang: Lang | None
) -> str:
    """Return the ruleset with the places and indicators of an SDMX structure."""
    from targetcheck.authoring.starter_ruleset import starter_with
    from targetcheck.interchange.sdmx.codelist_definitions import pieces_of
    from targetcheck.interchange.sdmx.codelist_reader import read_codes

    return starter_with(known, pieces_of(read_codes(file, places, indicators)), chosen(lang))


def _one_source(sources: list[str | None], sdmx: str | None, codelist: str | None) -> None:
    """Raise if two sources are given, or a codelist without a structure."""
    from targetcheck.errors import Diagnostic, TargetcheckError

    if len([*filter(None, sources)]) > 1 or (codelist and not sdmx):
        raise TargetcheckError(
            Diagnostic(
                "usage",
                "`--from-iati`, `--from-sdmx` and `--from-open-sdg` exclude each other; `--sdmx-places` and "
                "`--sdmx-indicators` belong to `--from-sdmx`",
                "--from-iati、--from-sdmx 与 --from-open-sdg 只能用一个；"
                "--sdmx-places 和 --sdmx-indicators 只用于 --from-sdmx",
                "give one source",
                "请只给一个来源",
            )
        )


def _of_site(folder: str, known: Known, lang: Language) -> str:
    """Return the ruleset of an Open SDG site, and report the options that make no target."""
    from targetcheck.authoring.starter_ruleset import starter_with
    from targetcheck.cli.terminal_output import tell
    from targetcheck.errors import finding_lines
    from targetcheck.interchange.sdg_site.site_reader import read_site

    site = read_site(folder)
    tell(finding_lines(site.left_out, lang))
    pieces = {
        "places": {known.place: {"zh" if lang == "zh" else "en": known.place_name}},
        "indicators": site.indicators,
        "profiles": {"default": {"en": "Open SDG", "pace": {"method": "open_sdg"}}},
        "defaults": {"place": known.place},
        "targets": site.targets,
    }
    return starter_with(known, pieces, lang)


def _refuse_taken(home: Path, names: Iterable[str]) -> None:
    from targetcheck.errors import Diagnostic, TargetcheckError, Where

    taken = [name for name in names if (home / name).exists()]
    if taken:
        raise TargetcheckError(
            Diagnostic(
                "ruleset-exists",
                f"there is a file `{taken[0]}` in `{home}` already",
                f"“{home}”中已有文件“{taken[0]}”",
                "name another folder",
                "请换一个文件夹",
                Where(str(home)),
            )
        )
