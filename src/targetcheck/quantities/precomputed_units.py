"""Generator of the precomputed unit table.

Layer: quantities. Input: `unit_definitions.txt`, the closed definition file. Output:
`precomputed_units.json`, which `unit_table` reads. Run it as a module after changing definitions.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from targetcheck.quantities.pint_units import DEFINITIONS, exact, fold, registry_of_definitions
from targetcheck.quantities.unit_spelling import factors, power, spelling

TABLE = Path(__file__).with_name("precomputed_units.json")


Row = list[Any]
"""dimension, numerator, denominator, kind, zh, en, whole, code in composites, takes multiples"""


_MONEY = """
    money money_usd money_eur money_hkd money_gbp money_jpy money_krw money_chf money_aud money_cad
    money_inr money_rub money_sgd
""".split()
_KINDS = {
    "share": "share", "point": "point", "count": "count",
    **dict.fromkeys(_MONEY, "money"),
    "index": "index", "multiple": "index", "ph": "index", "score": "index", "grade": "index",
}  # fmt: skip


_NO_MULTIPLES = {"share", "point", "index", "multiple", "ph", "score", "grade", "time", "calendar",
                 "working_day", "age", "celsius", "sound_level", "pressure"}  # fmt: skip


MULTIPLES = {
    # pint prefix: suffix of names, English spellings the first of which is printed, for money
    "hundred": ("100", ("10^2", "hundred"), "hundred"),
    "thousand": ("1k", ("10^3", "thousand"), "thousand"),
    "wan": ("10k", ("10^4", "10thousand", "tenthousand"), "10 thousand"),
    "lakh": ("100k", ("10^5", "100thousand", "10万"), "100 thousand"),
    "million": ("1m", ("10^6", "million", "100万"), "million"),
    "tenmillion": ("10m", ("10^7", "10million", "1000万"), "10 million"),
    "yi": ("100m", ("10^8", "100million"), "100 million"),
    "billion": ("1b", ("10^9", "billion", "10亿"), "billion"),
    "tenbillion": ("10b", ("10^10", "10billion", "100亿"), "10 billion"),
    "trillion": ("1t", ("10^12", "trillion"), "trillion"),
}


_USUAL = """
    mg/L ug/L ng/L g/L g/m3 mg/m3 ug/m3 ng/m3 mg/kg ug/kg g/kg t/d t/h t/year kg/d kg/h kg/year
    m3/d m3/s m3/h m3/year L/s L/d L/(item·d) m/s km/h mm/year km/year ha/year mu/year km2/year
    kg/ha t/ha kg/mu t/mu kg/(ha·year) t/km2 t/(km2·year) t/(km2·month) kg/t kg/m2 g/kWh
    gce/kWh kWh/t kWh/m2 kWh/year kgce/m2 kgce/t tce/yuan kWh/yuan m3/yuan t/yuan tCO2/yuan
    yuan/m2 yuan/mu yuan/ha yuan/t yuan/m3 yuan/kWh yuan/year yuan/month yuan/d yuan/(mu·year)
    yuan/item yuan/(item·year) yuan/(item·month) item/item item/yuan item/(item·year)
    m2/item mu/item L/item m3/item kg/item t/item item/km2 item/mu item/ha item/m2 item/km
    item/year item/month item/d item/L MPN/L MPN/mL CFU/mL CFU/L mL/m3
    item/hundred_mL MPN/hundred_mL CFU/hundred_mL m3/month t/month m3/t t/(item·d) m3/(item·d)
    t/(item·year) m3/(item·year) tCO2/item tCO2/(item·year) tCO2/t kWh/item kWh/(item·year)
    kg/(item·d) kg/(item·year) PE/year
    %/year percentage_point/year
""".split()


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    symbol: str
    spellings: tuple[str, ...]
    zh: str
    en: str

    @property
    def code(self) -> str:
        """Return the ASCII spelling used inside the names of composites."""
        plain = unicodedata.normalize("NFKC", self.symbol)
        if not self.symbol:
            return self.name
        return next((s for s in (plain, *self.spellings) if s.isascii()), self.name)


def fold_table() -> dict[str, Any]:
    """Return the whole table: rows by name, names by spelling, composites by name, multiples."""
    lines = list(_lines(DEFINITIONS.read_text(encoding="utf-8")))
    units = {line.name: _row(line) for line in lines}
    aliases: dict[str, str] = {}
    for line in lines:
        for text in (line.name, line.symbol, line.zh, line.en, *line.spellings):
            known = aliases.setdefault(spelling(text), line.name) if text else line.name
            if known != line.name:
                raise ValueError(f"`{text}` stands for both `{known}` and `{line.name}`")
    return {
        "units": units,
        "aliases": dict(sorted(aliases.items())),
        "composites": dict(_composites(aliases)),
        "multiples": list(_multiples()),
    }


def table_text() -> str:
    """Return the table as the JSON text that is committed, one entry per line."""
    blocks = []
    for name, content in fold_table().items():
        if isinstance(content, dict):
            rows = [f"  {_json(key)}: {_json(value)}" for key, value in content.items()]
            blocks.append(f"{_json(name)}: {{\n" + ",\n".join(rows) + "\n}")
        else:
            blocks.append(f"{_json(name)}: [\n  " + ",\n  ".join(map(_json, content)) + "\n]")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(text: str) -> Iterable[_Line]:
    for raw in text.splitlines():
        definition, _, comment = raw.partition("#")
        cells = [cell.strip() for cell in definition.split("=")]
        if len(cells) < 2 or cells[0].startswith("[") or cells[0].endswith("-"):
            continue
        name, symbol = cells[0], cells[2] if len(cells) > 2 and cells[2] != "_" else ""
        labels = [cell.strip() for cell in comment.split("|")] if "|" in comment else []
        more = labels[2].split() if len(labels) > 2 else []
        chinese = next((s for s in cells[3:] if re.search(r"[\u4e00-\u9fff]", s)), symbol or name)
        zh, en = labels[:2] if labels else (chinese, symbol or name.replace("_", " "))
        yield _Line(name, symbol, (*cells[3:], *more), zh, en)


def _row(line: _Line) -> Row:
    dimension, worth = fold([(line.name, 1)])
    kind = _KINDS.get(dimension, "physical")
    return [dimension, worth.numerator, worth.denominator, kind, line.zh, line.en,
            kind == "count", line.code, dimension not in _NO_MULTIPLES]  # fmt: skip


def _composites(aliases: dict[str, str]) -> Iterable[tuple[str, list[Any]]]:
    for text in _USUAL:
        parts = []
        for atom, sign in factors(spelling(text)):
            base, exponent = (atom, 1) if atom in aliases else power(atom)
            parts.append((aliases[base], exponent * sign))
        dimension, worth = fold(parts)
        yield text, [dimension, worth.numerator, worth.denominator]


def _multiples() -> Iterable[list[Any]]:
    from pint.util import UnitsContainer

    text = DEFINITIONS.read_text(encoding="utf-8")
    chinese = dict(re.findall(r"^(\w+)- = \d+ = (\w+)-$", text, re.MULTILINE))
    for prefix, (suffix, spellings, money) in MULTIPLES.items():
        worth, _ = registry_of_definitions().get_root_units(UnitsContainer({f"{prefix}item": 1}))
        yield [suffix, int(exact(worth)), chinese[prefix], spellings, money]


if __name__ == "__main__":
    TABLE.write_text(table_text(), encoding="utf-8")
