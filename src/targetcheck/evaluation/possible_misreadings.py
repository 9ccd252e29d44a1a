"""Doubtful values: read in one way, but possibly meant in another; reported, never changed.

Layer: evaluation. Input: Observations and a Plan. Output: findings, each at its cell with both
readings. Ambiguous notation was refused earlier. Here values are compared with common slips.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise

from targetcheck.errors import Diagnostic
from targetcheck.first_use import pattern
from targetcheck.observations.observation import Observation, Observations
from targetcheck.plan.plan import Plan
from targetcheck.quantities.quantity import in_proportion, number_text

_NINES = pattern(r"9{4,}(?:\.9{0,3}|\.0)?")
_NOISE = 16
_CLEAN = 12
"""Digits of a number with the noise of binary sums, and at most of the number that was meant."""
JUMP = 1000
"""Factor between adjacent values that suggests a wrong unit or decimal point."""
DOUBTS = frozenset(
    {"share-as-fraction", "figure-jump", "half-detection-limit", "figure-of-nines", "float-noise"}
)


def doubts(observations: Observations, plan: Plan) -> tuple[Diagnostic, ...]:
    """Return the doubtful values of a table, in row order."""
    found: list[tuple[int, Diagnostic]] = []
    figures = [
        (indicator, series)
        for (indicator, _), series in observations.at.items()
        if plan.indicators[indicator].nature not in ("class", "done")
    ]
    for _, series in figures:
        for observation in filter(_is_unusual, series):
            found += [(observation.row, each) for each in _alone(observation)]
    found += [(one.row, _whole_as_one(one)) for one in _ones(observations.all)]
    halves = _limits(observations.all)
    for indicator, series in figures:
        if indicator in halves:
            found += [(o.row, _half(o)) for o in series if o.value in halves[indicator]]
        if len(series) > 1:
            found += list(thousandfold_jumps(series))
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


_HIGH = 50
"""Percentage from which all other values of a table make a lone 1 % doubtful."""


def _ones(values: Sequence[Observation]) -> Iterator[Observation]:
    """Yield the values of 1 % where all others of their indicator, two at least, are high."""
    if not any(_number(text) == 1 for text in {one.text.strip() for one in values}):
        return
    shares: dict[str, list[Observation]] = {}
    for one in values:
        if one.unit is not None and one.unit.name == "percent" and one.counts is None:
            shares.setdefault(one.indicator, []).append(one)
    for series in shares.values():
        numbers = {text: _number(text.strip()) for text in {one.text for one in series}}
        others = [number for number in numbers.values() if number != 1]
        if len(others) == len(numbers) or not all(n and n >= _HIGH for n in others):
            continue
        ones = [one for one in series if numbers[one.text] == 1]
        if len(series) - len(ones) > 1:
            yield from ones


def _whole_as_one(one: Observation) -> Diagnostic:
    """Return the doubt about a 1 % that may be the whole, as a spreadsheet stores 100 %."""
    text = one.text.strip()
    return doubt(
        one,
        "share-as-fraction",
        f"`{text}` is read as {text} %, but may mean 100 %",
        f"“{text}”按{text}%读取，也可能指100%",
        "write 100 % if that is meant",
        "如指100%，请写明100%",
    )


def _is_unusual(observation: Observation) -> bool:
    """Return whether a value may be in doubt by itself; most are seen not to be by their text.

    A percentage whose first digit is not 0, in a short number, is not below 1.
    """
    text, unit = observation.text, observation.unit
    if len(text) >= _NOISE or "9999" in text:
        return True
    whole = "1" <= text[:1] <= "9" and "e" not in text and "E" not in text
    return unit is not None and unit.name == "percent" and not whole


def _alone(observation: Observation) -> Iterator[Diagnostic]:
    """Yield the doubts about a single value."""
    text, unit = observation.text.strip(), observation.unit
    if observation.value is None or observation.counts is not None:
        return
    number = _number(text)
    if number is None:
        return
    if unit is not None and unit.name == "percent" and 0 < number < 1:
        meant = f"{(number * 100).normalize():f}"
        yield doubt(
            observation,
            "share-as-fraction",
            f"`{text}` is read as {text} %, but may mean {meant} %",
            f"“{text}”按{text}%读取，也可能指{meant}%",
            f"write {meant} % if that is meant",
            f"如指{meant}%，请写明{meant}%",
        )
    if _NINES.fullmatch(text):
        yield doubt(
            observation,
            "figure-of-nines",
            f"`{text}` is read as a value, but may be a code for no value",
            f"“{text}”按数值读取，也可能是表示缺测的代码",
            f"write `missing: [{text}]` in a mapping file if it is a code",
            f"如为缺测代码，请在列对应文件中写“missing: [{text}]”",
        )
    clean = _without_noise(number)
    if clean is not None:
        yield doubt(
            observation,
            "float-noise",
            f"`{text}` is read with all its digits, but may be {clean} plus rounding noise of binary floats",
            f"“{text}”按全部位数读取，也可能是{clean}加上二进制浮点误差",
            f"report {clean} if that is meant",
            f"如指{clean}，请改报{clean}",
        )


def _number(text: str) -> Decimal | None:
    """Return the number of a cell that contains nothing else."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _without_noise(number: Decimal) -> Decimal | None:
    """Return the short number that equals a long one except for floating-point noise."""
    if len(number.as_tuple().digits) < _NOISE or number.adjusted() >= _NOISE:
        return None
    short = Decimal(f"{float(number):.15g}").normalize()
    near = len(short.as_tuple().digits) <= _CLEAN and short != number
    return short if near and float(short) != 0 else None


def _limits(observations: Iterable[Observation]) -> dict[str, set[Fraction]]:
    """Return, for each indicator, half of each detection limit in the data."""
    found: dict[str, set[Fraction]] = {}
    for observation in observations:
        if observation.flags and "below_detection" in observation.flags and observation.high:
            found.setdefault(observation.indicator, set()).add(observation.high / 2)
    return found


def _half(observation: Observation) -> Diagnostic:
    text = observation.text
    return doubt(
        observation,
        "half-detection-limit",
        f"`{text}` is half a detection limit of this table: it is read as measured,"
        " and may mean `below detection`",
        f"“{text}”恰为本表某检出限的一半：按实测值读取，也可能代表未检出",
        "write `<` and the limit if nothing was detected",
        "如未检出，请写“<”和检出限",
    )


def thousandfold_jumps(series: Sequence[Observation]) -> Iterator[tuple[int, Diagnostic]]:
    """Yield values that are a thousand times, or a thousandth of, the previous one."""
    figures = in_proportion([o.value for o in series if o.value is not None])
    sizes = [abs(figure) for figure in figures if figure]
    if not sizes or max(sizes) < JUMP * min(sizes):
        return
    known: dict[tuple[str, str], list[Observation]] = {}
    for observation in series:
        if observation.value:
            known.setdefault((observation.period.frequency, observation.basis), []).append(
                observation
            )
    for alike in known.values():
        ordered = sorted(alike, key=lambda o: (o.period.end, o.row))
        for before, after in pairwise(ordered):
            assert before.value is not None
            assert after.value is not None
            ratio = abs(after.value / before.value)
            if ratio < JUMP and ratio * JUMP > 1:
                continue
            times = ratio if ratio > 1 else 1 / ratio
            shown = number_text(Fraction(round(times)))
            more = ("times", "倍") if ratio > 1 else ("th part of", "分之一")
            yield (
                after.row,
                doubt(
                    after,
                    "figure-jump",
                    f"`{after.text}` is the {shown} {more[0]} the value before it,"
                    f" `{before.text}` ({before.where}): one of the two may be in another unit",
                    f"“{after.text}”为前一期“{before.text}”（{before.where}）的{shown}{more[1]}："
                    "其中之一的单位可能不同",
                    "check the unit and the decimal point of both",
                    "请核对两者的单位和小数点",
                ),
            )


def doubt(
    observation: Observation, code: str, en: str, zh: str, hint_en: str, hint_zh: str
) -> Diagnostic:
    """Return a warning at the cell of a value."""
    return Diagnostic(code, en, zh, hint_en, hint_zh, observation.where, "warning")
