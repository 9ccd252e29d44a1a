"""What `show --format prose` writes, drafts back: the same amounts, dates, places and departments."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import targetcheck as tc
from targetcheck.drafting.draft_files.ruleset_data import draft_data
from targetcheck.drafting.proposals.document_proposals import drafted_documents
from targetcheck.output.ruleset_text.ruleset_prose import as_prose
from targetcheck.quantities.quantity import parse_quantity

PLACES = {
    "city": ("东湖市", "Eastlake"),
    "north": ("北山县", "Northhill"),
    "south": ("南溪县", "Southbrook"),
}
LEADS = {
    "zh": ("市城管委", "市农业农村局", "市水利局"),
    "en": ("Water Department", "Forest Office"),
}
MEASURES = (
    ("污水集中收集率", "sewage collection rate", "share", ("%",)),
    ("绿色建筑占比", "share of green buildings", "share", ("%",)),
    ("造林面积", "new woodland", "flow", ("公顷", "亩", "ha")),
    ("矿山修复面积", "restored mines", "flow", ("公顷", "km2")),
    ("细颗粒物浓度", "fine particle concentration", "level", ("ug/m3", "mg/m3")),
    ("用水总量", "water use", "level", ("亿立方米", "万立方米", "m3")),
    ("充电桩", "charging points", "count", ("个",)),
    ("规上企业", "larger companies", "count", ("家",)),
    ("公路里程", "road length", "level", ("公里", "km")),
)  # fmt: skip
KINDS = tuple(
    zip(
        "生活 工业 农业 商业 公共 民用 骨干 重点 试点 示范 配套 常规".split(),
        "urban rural industrial public coastal upland private inland local central outer inner".split(),
        strict=True,
    )
)
KEYS = ("at_least", "at_most", "above", "below", "about", "equals", "between", "rise", "fall")
FIELDS = ("amount", "comparison", "due", "place", "strength", "lead", "mode", "from", "baseline")


@st.composite
def promises(draw, number, lang):
    zh, en, nature, units = draw(st.sampled_from(MEASURES))
    zh, en = KINDS[number][0] + zh, f"{KINDS[number][1]} {en}"
    unit = draw(st.sampled_from(units))
    whole = nature == "count"
    value = draw(st.integers(2, 90) if whole else st.decimals("0.1", 95, places=1))
    key = draw(st.sampled_from(KEYS))
    year = draw(st.integers(2025, 2030))
    due = f"{year}-{draw(st.sampled_from(['12-31', '06-30', '09-30']))}"
    amount = f"{value} {unit}"
    if key in ("rise", "fall"):
        size = "percentage_point" if nature == "share" else "%"
        require = {key: {"from": draw(st.integers(2018, 2023)), "at_least": f"{value} {size}"}}
    elif key == "between":
        require = {"between": [amount, f"{value + 4} {unit}"]}
    else:
        require = {key: amount}
    made = {
        "id": f"p{number}",
        "indicator": {"zh": zh, "en": en, "nature": nature, "unit": unit},
        "place": draw(st.sampled_from(sorted(PLACES))),
        "require": require,
        "due": due,
        "strength": draw(st.sampled_from(["binding", "expected", "aspirational"])),
        "lead": draw(st.sampled_from(LEADS[lang])),
        "cite": {
            "clause": "一、任务" if lang == "zh" else "1. Tasks",
            "quote": "原文" if lang == "zh" else "words",
        },
    }
    if nature == "flow":
        made["from"] = "2024-01-01"
    elif draw(st.booleans()) and key not in ("rise", "fall", "about", "equals"):
        made["mode"] = "maintain"
    return made


@st.composite
def rulesets(draw, lang):
    count = draw(st.integers(4, 12))
    drawn = [draw(promises(number, lang)) for number in range(count)]
    names = ("东湖市清水行动方案", "Clean water plan of Eastlake")
    return {
        "targetcheck": 1,
        "id": "drawn",
        "title": {"zh": names[0], "en": names[1]},
        "document": {"number": "东政办发〔2024〕3号", "issuer": "东湖市人民政府办公室", "issued": "2024-03-01"},
        "places": {key: {"zh": zh, "en": en, "kind": "city" if key == "city" else "county", **({} if key == "city" else {"in": "city"})} for key, (zh, en) in PLACES.items()},
        "targets": drawn,
    }  # fmt: skip


def flat(target):
    """The fields of a target as plain values that can be compared."""
    (key, inner), *_ = target["require"].items()
    base = None
    if key in ("rise", "fall"):
        base = str(inner["from"])
        (compare, amount), *_ = ((k, v) for k, v in inner.items() if k != "from")
        key = f"{key}.{compare}"
    else:
        amount = inner
    amounts = amount if isinstance(amount, list) else [amount]
    lead = target.get("lead")
    return {
        "amount": [_worth(each) for each in amounts],
        "comparison": key,
        "due": str(target["due"]),
        "place": target["place"],
        "strength": target.get("strength", "binding"),
        "lead": lead if isinstance(lead, str) else (lead or [None])[0],
        "mode": target.get("mode", "reach"),
        "from": str(target.get("from")),
        "baseline": base,
    }


def _worth(text):
    read = parse_quantity(str(text))
    return read.unit.dimension, read.value * read.unit.factor


MARKS = {"amount": "require", "comparison": "comparison"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(data=st.data())
def test_prose_drafts_back_to_the_same_targets(lang, data):
    plain = data.draw(rulesets(lang))
    plan = tc.compile_plan(plain)
    text = as_prose(plan, lang)
    (drafted,) = drafted_documents(text)
    names = {key: pair[0 if lang == "zh" else 1] for key, pair in PLACES.items()}
    made = draft_data(drafted, "drawn", "0" * 64, names).targets
    wanted = [flat(target) for target in plain["targets"]]
    found = [flat(target) for target in made]
    assert len(found) == len(wanted), text
    wrong = [
        (number, name, got[name], want[name])
        for number, (got, want) in enumerate(zip(found, wanted, strict=True))
        for name in FIELDS
        if got[name] != want[name]
    ]
    assert len(wrong) <= 0.05 * len(wanted) * len(FIELDS), (wrong, text)
    certain = [
        item
        for item in wrong
        if made[item[0]]["draft"].get(MARKS.get(item[1], item[1]), {}).get("sure") == "certain"
    ]
    assert certain == [], text
    assert date.fromisoformat(found[0]["due"])
