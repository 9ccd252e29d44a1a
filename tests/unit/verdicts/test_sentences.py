"""Sentences as an office writes them, and as an engineer does: the whole sentence, word for word."""

from __future__ import annotations

from typing import Any

import pytest

from targetcheck import evaluate

COUNTY = {"in": "c", "kind": "county"}
HEAD: dict[str, Any] = {
    "targetcheck": 1,
    "id": "s",
    "title": "示例方案",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市", "issued": "2023-01-01"},
    "places": {
        "c": {"zh": "示例市", "en": "City"},
        "a": {"zh": "东县", "en": "East", **COUNTY},
        "b": {"zh": "西县", "en": "West", **COUNTY},
        "l": {"zh": "南湖", "en": "South Lake", "in": "c", "kind": "lake"},
    },
    "scales": {"w": {"zh": "水质类别", "grades": ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"]}},
    "groups": {
        "u": {"zh": "供稿单位", "en": "contributors", "kind": "county"},
        "m": {"zh": "区域碳市场", "en": "regional carbon markets", "kind": "county"},
    },
    "indicators": {
        "rate": {"zh": "收集率", "en": "sewage collected", "nature": "share", "unit": "percent"},
        "cases": {"zh": "案例报送", "en": "cases sent", "nature": "count", "unit": "次"},
        "area": {"zh": "治理面积", "en": "land restored", "nature": "flow", "unit": "公顷"},
        "built": {"zh": "建成数", "en": "sites built", "nature": "flow", "unit": "个"},
        "use": {"zh": "化肥用量", "en": "fertiliser used", "unit": "吨", "better": "lower"},
        "poaching": {"zh": "违法捕捞", "en": "poaching", "nature": "flow", "unit": "处",
                     "better": "lower"},
        "water": {"zh": "水质", "en": "water", "nature": "class", "scale": "w", "better": "lower"},
        "pictures": {"zh": "提供图片", "en": "pictures", "nature": "count", "unit": "张"},
        "sales": {"zh": "交易额", "en": "sales", "unit": "万元"},
        "wharf": {"zh": "船舶受电设施改造", "en": "shore power", "nature": "done"},
    },
}  # fmt: skip


def sentence(target: dict[str, Any], rows: list[tuple[Any, ...]], day: str, lang: str) -> str:
    cite = {"clause": "一", "quote": "原文"}
    data = HEAD | {
        "targets": [{"id": "t", "place": "c", "due": "2024-12-31", "cite": cite} | target]
    }
    table = []
    for place, indicator, period, value, unit in rows:
        row = {"place": place, "indicator": indicator, "period": period, "unit": unit}
        if isinstance(value, tuple):
            row |= {"numerator": value[0], "denominator": value[1]}
        else:
            row["value"] = value
        table.append(row)
    return evaluate(data, table, as_of=day).verdicts[-1].sentence(lang)  # type: ignore[arg-type]


def rate(period: str, value: Any) -> tuple[Any, ...]:
    return ("c", "rate", period, value, "" if isinstance(value, tuple) else "%")


AT_LEAST = {"indicator": "rate", "require": {"at_least": "70 %"}}
DONE = {"indicator": "wharf", "require": {"done": True}, "due": "2024-06-30"}
AREA = {"indicator": "area", "from": "2023-01-01", "due": "2025-12-31",
        "require": {"at_least": "145.2 公顷"}}  # fmt: skip
KEPT = {"indicator": "rate", "mode": "maintain", "require": {"at_least": "55 %"}, "due": "2025"}
NONE = {"indicator": "poaching", "from": "2024-01-01", "require": {"at_most": "0 处"}}
QUARTERLY = {"indicator": "cases", "every": "quarter", "require": {"at_least": "1 次"}}
RISE = {"indicator": "rate", "require": {"rise": {"from": 2022, "at_least": "15 percentage_point"}}}


@pytest.mark.parametrize(
    ("target", "rows", "day", "zh"),
    [
        (AT_LEAST, [rate("2024-12-31", (119, 170))], "2025-01-31",
         "收集率：截至2024年12月31日要求不低于70%；实际为70%（119/170），与要求持平。达标。"),
        (AT_LEAST, [rate("2024", 80)], "2025-01-31",
         "收集率：截至2024年12月31日要求不低于70%；2024年为80%，高出要求10个百分点。达标。"),
        (AT_LEAST, [rate("2024-12-31", (699, 1000))], "2025-01-31",
         "实际为69.9%（699/1000），还差0.1个百分点。未达标（修约影响结论）。"),
        (QUARTERLY | {"from": "2024-10-01"}, [("c", "cases", "2024Q4", 0, "次")], "2024-12-31",
         "案例报送：截至2024年12月31日要求不少于1次；2024年第四季度为0次，还差1次。未达标。"),
        (DONE, [("c", "wharf", "2024-05-15", "2024-05-15", "")], "2024-09-30",
         "要求于2024年6月30日前（含当日）完成；已于2024年5月15日完成。按期完成。"),
        (DONE, [("c", "wharf", "2024-06-30", "未完成", "")], "2024-09-30",
         "要求于2024年6月30日前（含当日）完成；截至2024年6月30日尚未完成。未按期完成。"),
        (DONE, [("c", "wharf", "2024-07-20", "2024-07-20", "")], "2024-09-30",
         "要求于2024年6月30日前（含当日）完成；2024年7月20日完成，逾期20天。未按期完成。"),
        (AREA, [("c", "area", "2023", 50, "公顷"), ("c", "area", "2024", 40.8, "公顷")], "2025-01-31",
         "2023—2024年累计完成90.8公顷，还差54.4公顷；序时进度应达96.8公顷，完成率94%，落后6公顷。有风险。"),
        (AREA, [("c", "area", "2023", 30, "公顷"), ("c", "area", "2024", 20.8, "公顷")], "2025-01-31",
         "完成率52%，落后46公顷，严重落后。有风险。"),
        (RISE, [rate("2022", 50), rate("2024", 64)], "2025-02-01",
         "要求较2022年提高15个百分点以上；2024年为64%，还差1个百分点。未达标。"),
        ({"indicator": "use", "require": {"rise": {"from": "previous_year", "at_most": "0 %"}}},
         [("c", "use", "2023", 100, "吨"), ("c", "use", "2024", 101, "吨")], "2025-02-01",
         "要求不高于上年水平；2024年为101吨，超出1吨。未达标。"),
        (NONE, [("c", "poaching", "2024", 3, "处")], "2025-01-31",
         "要求不得发生；2024年为3处；未达到要求。未达标。"),
        (KEPT, [rate("2023", 56), rate("2024", 54.1)], "2025-01-31",
         "要求稳定在55%以上；2024年为54.1%，还差0.9个百分点。有风险。"),
        (KEPT, [rate("2024", 56)], "2025-01-31",
         "2024年为56%，高出要求1个百分点。进展正常（接近要求值）。"),
        ({"indicator": "water", "place": "l", "mode": "maintain", "require": {"at_least": "Ⅲ"},
          "due": "2025"}, [("l", "water", "2024Q3", "Ⅳ", "")], "2024-10-31",
         "南湖水质：截至2025年12月31日要求稳定达到或优于Ⅲ类；2024年第三季度为Ⅳ类，差1个类别。有风险。"),
        ({"indicator": "sales", "place": "a", "strength": "expected",
          "require": {"rank_among": "m", "at_most": 1}},
         [("a", "sales", "2024", 2, "万元"), ("b", "sales", "2024", 3, "万元")], "2025-02-01",
         "要求在区域碳市场中列第1位；2024年列第2位，还差1个位次。未达预期（预期性，不计未达标）。"),
        ({"indicator": "rate", "require": {"any": [{"at_least": "90 %"}, RISE["require"]]}},
         [rate("2022", 50), rate("2024", 64)], "2025-02-01",
         "要求不低于90%，或较2022年提高15个百分点以上；2024年为64%；未达到要求。未达标。"),
        ({"indicator": "pictures", "require": {"share_of": "u", "where": {"pictures": {"at_least": "3 张"}},
                                               "at_least": "100 %"}},
         [("a", "pictures", "2024", 3, "张"), ("b", "pictures", "2024", 2, "张")], "2025-02-01",
         "要求各供稿单位提供图片均不少于3张；2024年为50%（1/2），还差50个百分点。未达标。"),
        ({"indicator": "rate", "require": {"words": "构建“样板”"}}, [], "2024-06-30",
         "要求“构建‘样板’”；定性任务，原文未设量化标准，需人工评定。待判定。"),
        (AT_LEAST, [], "2024-06-30", "要求不低于70%；暂无报送数据。未到期。"),
        (QUARTERLY | {"from": "2024-10-01"}, [], "2025-01-31",
         "应报送2024年第四季度数据，尚未报送。待判定（缺数据）。"),
        (QUARTERLY | {"from": "2024-10-01"}, [], "2024-06-30",
         "考核期自2024年10月1日起，尚未进入考核期。未到期。"),
        (AT_LEAST | {"due": "2025"}, [rate("2024", 63.5)], "2025-01-31",
         "2024年为63.5%，还差6.5个百分点；未规定起点值，暂不评进度。未到期。"),
        (AT_LEAST, [rate("2023-11", (483, 507))], "2025-01-31",
         "2023年11月为95.27%（483/507），高出要求25.27个百分点；已到期，未报送截至2024年12月31日的数据。"
         "待判定（缺数据；按此前报送的数据可达标；报送值较旧）。"),
        (AT_LEAST | {"when": {"cases": {"above": "0 次"}}}, [], "2025-01-31",
         "是否符合“案例报送大于0次”尚无数据，不能确定本目标是否适用。待判定（缺数据）。"),
        ({"indicator": "sales", "require": {"above": "200 万元"}}, [("c", "sales", "2024", 201, "万元")],
         "2025-02-01", "要求超过200万元；2024年为201万元，高出要求1万元。达标"),
        ({"indicator": "cases", "require": {"between": ["1 次", "2 次"]}},
         [("c", "cases", "2024", 2, "次")], "2025-02-01", "要求1至2次；2024年为2次，与要求持平。达标。"),
        (NONE | {"require": {"at_most": "12 处"}, "judge": {"pace": {"method": "burn"}}},
         [("c", "poaching", "2024Q1", 13, "处")], "2024-04-01",
         "要求不超过12处；2024年第一季度为13处，超出1处；累计已超过控制总量。未达标。"),
        ({"indicator": "use", "require": {"at_most": "90 吨"}, "due": "2025", "baseline": 2020},
         [("c", "use", "2020", 100, "吨"), ("c", "use", "2023", 110, "吨")], "2024-02-01",
         "超出20吨；序时进度应降至94吨，较起点值不降反升。有风险。"),
    ],
)  # fmt: skip
def test_a_chinese_sentence(target, rows, day, zh):
    assert zh in sentence(target, rows, day, "zh")


@pytest.mark.parametrize(
    ("target", "rows", "day", "en"),
    [
        (AT_LEAST, [rate("2024", 80)], "2025-01-31",
         "City, sewage collected: at least 70 % by 2024-12-31; 2024: 80 %, 10 percentage points above "
         "the requirement. Verdict: pass."),
        (DONE, [("c", "wharf", "2024-07-20", "2024-07-20", "")], "2024-09-30",
         "to be done by 2024-06-30; done on 20 July 2024, 20 days late. Verdict: fail."),
        (NONE, [("c", "poaching", "2024", 3, "处")], "2025-01-31",
         "none by 2024-12-31; 2024: 3 sites; the requirement is not met. Verdict: fail."),
        (AT_LEAST, [], "2025-01-31",
         "it is due and the value for the due date is missing. Verdict: undetermined (no data)."),
        ({"indicator": "rate", "require": {"words": "持续提升"}}, [], "2024-06-30",
         "the target is qualitative and needs judgement. Verdict: undetermined."),
        (QUARTERLY | {"from": "2024-10-01"}, [], "2024-06-30",
         "its period has not begun. Verdict: not due."),
    ],
)  # fmt: skip
def test_an_english_sentence(target, rows, day, en):
    assert en in sentence(target, rows, day, "en")
