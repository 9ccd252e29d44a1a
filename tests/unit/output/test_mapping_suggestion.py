"""What `inspect` asks is settled by the mapping that it suggests: it is YAML, and it works."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

import targetcheck as tc
from targetcheck.cli.entry_point import run as main

RULESET: dict[str, Any] = {
    "targetcheck": 1,
    "id": "case",
    "title": {"zh": "试用方案"},
    "document": {"number": "试〔2020〕1号", "issuer": "某市", "issued": "2020-01-10"},
    "places": {"daye": {"zh": "大冶市"}, "yang": {"zh": "阳新县"}},
    "indicators": {
        "bod": {"zh": "浓度", "unit": "mg/L", "better": "lower"},
        "growth": {"zh": "增速", "unit": "percent"},
        "forest": {"zh": "造林面积", "nature": "flow", "unit": "亩"},
    },
    "targets": [
        {"id": "t", "indicator": "bod", "place": "daye", "require": {"at_most": "10 mg/L"},
         "due": 2024, "cite": {"clause": "一", "quote": "试"}}
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('大冶市,浓度,2024,"94,125",mg/L', {"decimal": ","}),
        ("大冶市,浓度,2024,-999,mg/L", {"missing": [-999]}),
        ("大冶市,增速,2024,(3.5),%", {"brackets": "minus"}),
        ("大冶市,浓度,2023/24,5,mg/L", {"fiscal_year_starts": 4}),
        ("大冶市,浓度,FY2024,5,mg/L", {"fiscal_year_starts": 4, "fiscal_year_named": "end"}),
        ("大冶市,造林面积,截至2024年9月,5,亩", {"basis": "year_to_date"}),
        ("大冶,浓度,2024,5,mg/L", {"places": {"大冶": "大冶市"}}),
    ],
)
def test_the_mapping_that_is_suggested_settles_the_row(row, said, tmp_path, capsys):
    data, ruleset = tmp_path / "data.csv", tmp_path / "ruleset.yaml"
    data.write_text(f"地区,指标,时期,数值,单位\n{row}\n", "utf-8")
    ruleset.write_text(yaml.safe_dump(RULESET, allow_unicode=True), "utf-8")
    for lang, head in (("en", "save as mapping.yaml"), ("zh", "可存为 mapping.yaml")):
        main(["inspect", str(data), "--ruleset", str(ruleset), "--lang", lang])
        _, found, after = capsys.readouterr().out.partition(head)
        assert found
    mapping = yaml.safe_load(after.partition("\n\n")[2])
    assert mapping == said
    asked = tc.evaluate(RULESET, str(data), as_of="2025-03-31")
    assert [one.why.severity for one in asked.set_aside] != []
    told = tc.evaluate(RULESET, str(data), as_of="2025-03-31", mapping=mapping)
    left = [one.why.code for one in told.set_aside]
    assert left in ([], ["value-sentinel"])


def test_nothing_is_suggested_where_nothing_is_asked(tmp_path, capsys):
    data, ruleset = tmp_path / "data.csv", tmp_path / "ruleset.yaml"
    data.write_text("地区,指标,时期,数值,单位\n大冶市,浓度,2024,5,mg/L\n", "utf-8")
    ruleset.write_text(yaml.safe_dump(RULESET, allow_unicode=True), "utf-8")
    main(["inspect", str(data), "--ruleset", str(ruleset), "--lang", "en"])
    assert "mapping" not in capsys.readouterr().out
