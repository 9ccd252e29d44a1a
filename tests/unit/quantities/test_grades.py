from __future__ import annotations

import pytest

from targetcheck.errors import TargetcheckError
from targetcheck.quantities.ordinal_scale import Scale

WATER = Scale("water", ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"), {"heavily polluted": "劣Ⅴ"})
MARKS = Scale("marks", ("优秀", "良好", "合格", "不合格"), {"A": "优秀", "fail": "不合格"})
STEPS = Scale("steps", ("一级", "二级", "三级"))


@pytest.mark.parametrize(
    "text",
    [*"Ⅲ类 Ⅲ III iii ⅲ 3 ３ 3类 三类 第三类 Ⅲ类水质 Ⅲ类标准 IⅡ".split(), "class III", " Ⅲ 类 "],
)
def test_a_class_is_read_in_every_usual_spelling(text: str) -> None:
    assert WATER.rank(text) == 2
    assert WATER.grade(2) == "Ⅲ"


@pytest.mark.parametrize(
    "text", ["劣Ⅴ", "劣V类", "劣五类", "劣5类", "劣于Ⅴ类", "worse than V", "Heavily polluted"]
)
def test_worse_than_the_last_class_is_a_class_of_its_own(text: str) -> None:
    assert WATER.rank(text) == 5


@pytest.mark.parametrize(
    "text", ["", "6", "0", "Ⅵ", "劣", "劣Ⅳ", "Ⅲ-Ⅳ", "3.0", "良好", "3 mg/L", "Ⅲ以上", "111"]
)
def test_what_is_not_a_class_is_an_error(text: str) -> None:
    with pytest.raises(TargetcheckError) as raised:
        WATER.rank(text)
    (found,) = raised.value.diagnostics
    assert found.code == "grade-unknown"
    assert found.hint_en
    assert found.hint_zh


def test_named_classes_are_read_by_name_and_alias_only() -> None:
    assert [MARKS.rank(text) for text in ("优秀", "Ａ", "不合格", "FAIL")] == [0, 0, 3, 3]
    for text in ("1", "Ⅰ", "优"):
        with pytest.raises(TargetcheckError):
            MARKS.rank(text)


def test_classes_numbered_in_chinese_are_numbered_too() -> None:
    assert [STEPS.rank(text) for text in ("二级", "Ⅱ级", "2", "II级标准")] == [1, 1, 1, 1]


def test_ranks_and_classes_go_both_ways() -> None:
    for scale in (WATER, MARKS, STEPS):
        for rank, grade in enumerate(scale.grades):
            assert scale.rank(grade) == rank
            assert scale.grade(rank) == grade
    with pytest.raises(IndexError):
        WATER.grade(-1)


def test_a_scale_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="each listed once"):
        Scale("x", ("Ⅲ", "III"))
    with pytest.raises(ValueError, match="has no class"):
        Scale("x", ("Ⅰ",), {"good": "Ⅱ"})


def test_a_scale_can_be_a_key() -> None:
    assert len({WATER, MARKS, WATER}) == 2
