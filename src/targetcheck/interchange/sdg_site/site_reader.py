"""Indicators and targets of an Open SDG site.

Layer: interchange. Input: the folder of a site's data repository. Output: `SdgSite`: definitions
for a ruleset, and what was left out with its reason. Read are `indicator-config/` and `meta/`, as
YAML or as Markdown with a YAML heading. Only `progress_calculation_options` of indicators with
`auto_progress_calculation: true` make targets, as Open SDG judges no others; defaults are Open
SDG's: direction negative, from 2015 to 2030.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from targetcheck import limits
from targetcheck.errors import Diagnostic, Faults, TargetcheckError, Where
from targetcheck.files import decode_utf8, read_bytes
from targetcheck.quantities.unit import find_unit, is_unit
from targetcheck.tables.columns.sdg_columns import SEPARATOR, headline_units
from targetcheck.tables.columns.sdmx_columns import plain_units
from targetcheck.tables.formats.csv_format import read_delimited
from targetcheck.tables.raw_table import RawRows
from targetcheck.yaml_text.yaml_source import read_document_text

Record = dict[str, object]
_FOLDERS = ("indicator-config", "meta")
_SUFFIXES = (".yml", ".yaml", ".md")
_NUMBER = re.compile(r"(?:indicator_)?(?P<number>\w{1,3}-\w{1,3}-[\w-]{1,20})")


@dataclass(frozen=True, slots=True)
class SdgSite:
    """Definitions for a ruleset, and the options that make no target, each with its reason."""

    indicators: Record
    targets: list[Record]
    left_out: tuple[Diagnostic, ...]


def read_site(folder: str) -> SdgSite:
    """Return the indicators and targets of a site; raise TargetcheckError for unreadable files."""
    configs = _configs(Path(folder))
    indicators: Record = {}
    targets: list[Record] = []
    left_out: list[Diagnostic] = []
    for number, (config, where) in sorted(configs.items(), key=lambda item: _order(item[0])):
        if config.get("auto_progress_calculation") not in (True, "true"):
            continue
        try:
            given = _flat(config.get("progress_calculation_options"), number, where)
            options = list(given) or [{}]
        except TargetcheckError as error:
            left_out += error.diagnostics
            continue
        data = _data(Path(folder), number)
        for at, option in enumerate(options, start=1):
            name = number if len(options) == 1 else f"{number}.{at}"
            try:
                spec, target = _promise(name, number, option, config, data, where)
            except TargetcheckError as error:
                left_out += error.diagnostics
                continue
            indicators[name] = spec
            targets.append(target)
    return SdgSite(indicators, targets, tuple(left_out))


def _configs(folder: Path) -> dict[str, tuple[Record, Where]]:
    """Return the merged configuration of every indicator, by number."""
    found: dict[str, tuple[Record, Where]] = {}
    faults = Faults()
    for file in (f for name in _FOLDERS for f in sorted((folder / name).glob("*"))):
        named = _NUMBER.fullmatch(file.stem)
        if named is None or file.suffix.lower() not in _SUFFIXES:
            continue
        with faults.kept():
            data = _front_matter(file)
            before, where = found.get(named["number"], ({}, Where(str(file))))
            found[named["number"]] = ({**data, **before}, where)
    faults.check()
    if not found:
        raise TargetcheckError(_no_site(folder))
    return found


def _front_matter(file: Path) -> Record:
    """Return the YAML of a file, or the YAML heading of a Markdown file."""
    text = decode_utf8(read_bytes(file, str(file), limits.YAML_BYTES), str(file)).removeprefix(
        "\ufeff"
    )
    if text.startswith("---"):
        text = re.split(r"(?m)^---\s*$", text, maxsplit=2)[1]
    if not text.strip():
        return {}
    source = read_document_text(text, str(file), lenient=True)
    twice = [each for each in source.found if each.code == "yaml-duplicate-key"]
    if twice:  # other oddities of YAML are no matter of a foreign file; a lost target is
        raise TargetcheckError(twice)
    return dict(source.data)


def _flat(options: object, number: str, where: Where) -> Iterator[Mapping[str, object]]:
    """Yield the options of each series; those of a group as well."""
    if not isinstance(options, list | tuple | None):
        raise TargetcheckError(_odd("progress_calculation_options", options, number, where))
    for option in options or ():
        if not isinstance(option, Mapping):
            raise TargetcheckError(_odd("progress_calculation_options", option, number, where))
        if "group" in option:
            yield from _flat(option["group"], number, where)
        else:
            yield option


def _promise(
    name: str,
    number: str,
    option: Mapping[str, object],
    config: Record,
    data: RawRows | None,
    where: Where,
) -> tuple[Record, Record]:
    """Return the indicator and the target of one option."""
    if option.get("disaggregation"):
        raise TargetcheckError(_of_part(number, where))
    direction = option.get("direction") or "negative"
    if direction not in ("negative", "positive"):
        raise TargetcheckError(_odd("direction", direction, number, where))
    higher = direction == "positive"
    series, unit = (str(option.get(key) or "").strip() for key in ("series", "unit"))
    measured = _unit({unit} if unit else headline_units(data, series) if data else set())
    spec: Record = {
        "en": " ".join(filter(None, (_title(number, config), series, unit and f"({unit})"))),
        "better": "higher" if higher else "lower",
        "aliases": [SEPARATOR.join([number, *filter(None, (series, unit))])],
    }
    if measured:
        spec |= {"nature": "share", "above_hundred": True} if measured == "percent" else {}
        spec["unit"] = measured
    elif stated := str(config.get("computation_units") or ""):
        spec["note"] = stated
    limit, target = (_number(option.get(key), key, number, where) for key in ("limit", "target"))
    base, due = (
        _year(option.get(key) or default, key, number, where)
        for key, default in (("base_year", 2015), ("target_year", 2030))
    )
    if limit is not None and target is None:
        spec["range"] = {"at_most" if higher else "at_least": _amount(limit, measured)}
    if target is None:
        require: Record = {"better_than": base}
    else:
        require = {"at_least" if higher else "at_most": _amount(target, measured)}
    return spec, {
        "id": name,
        "indicator": name,
        "require": require,
        "due": str(due),
        **({"baseline": {"from": base, "else": "next"}} if target is not None else {}),
        "cite": {"clause": number.replace("-", "."), "quote": str(target or base)},
    }


def _title(number: str, config: Record) -> str:
    """Return number and name; a key of a translation, such as `global_indicators.1-1-1`, is none."""
    name = str(config.get("indicator_name") or "")
    translated = re.fullmatch(r"[\w.-]+", name) is None
    return f"{number.replace('-', '.')} {name if translated else ''}".strip()


def _data(folder: Path, number: str) -> RawRows | None:
    """Return the rows of the data file of an indicator, if there is one."""
    for file in (folder / "data" / f"indicator_{number}.csv", folder / "data" / f"{number}.csv"):
        if file.is_file():
            return read_delimited(file, str(file))
    return None


def _unit(units: set[str]) -> str:
    """Return the unit, if there is one and it is known; data in units of prose are bare numbers."""
    plain = str(plain_units(list(units))[0]) if len(units) == 1 else ""
    return find_unit(plain).name if plain and is_unit(plain) else ""


def _amount(number: Decimal | int, unit: str) -> object:
    return f"{number} {'%' if unit == 'percent' else unit}" if unit else number


def _number(value: object, key: str, number: str, where: Where) -> Decimal | int | None:
    if value is None or value == "":
        return None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    raise TargetcheckError(_odd(key, value, number, where))


def _year(value: object, key: str, number: str, where: Where) -> int:
    first, last = limits.YEARS
    if isinstance(value, int) and not isinstance(value, bool) and first <= value <= last:
        return value
    raise TargetcheckError(_odd(key, value, number, where))


_WANTED = {
    "direction": ("positive or negative", "positive 或 negative"),
    "base_year": ("a year", "年份"),
    "target_year": ("a year", "年份"),
    "progress_calculation_options": ("a list of options", "选项列表"),
}
"""What an option has to be; any other is a number."""


def _odd(key: str, value: object, number: str, where: Where) -> Diagnostic:
    en, zh = _WANTED.get(key, ("a number", "数字"))
    shown = str(value)[:40]
    return Diagnostic(
        "open-sdg-option",
        f"`{key}: {shown}` of indicator {number} is not {en}, and makes no target",
        f"指标{number}的“{key}: {shown}”不是{zh}，没有转为目标",
        f"write {en}",
        f"请写{zh}",
        where,
        "warning",
    )


def _order(number: str) -> list[tuple[int, int, str]]:
    parts = number.split("-")
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts]


def _of_part(number: str, where: Where) -> Diagnostic:
    return Diagnostic(
        "open-sdg-part",
        f"an option of indicator {number} is of one part (`disaggregation`), and makes no target",
        f"指标{number}的一个选项只针对某一部分（disaggregation），没有转为目标",
        "write the target by hand, and in a mapping file `only` for the part",
        "请自行编写该目标，并在对应文件中用 only 指明该部分",
        where,
        "warning",
    )


def _no_site(folder: Path) -> Diagnostic:
    return Diagnostic(
        "open-sdg-site",
        f"`{folder}` has no `indicator-config` or `meta` with files of indicators",
        f"“{folder}”中没有 indicator-config 或 meta 及其中的指标文件",
        "give the folder of the site's data repository",
        "请给出该站点数据仓库的文件夹",
        Where(str(folder)),
    )
