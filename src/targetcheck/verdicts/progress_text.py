"""Text about progress: one phrase for a sentence, lines for an explanation.

Layer: verdicts. Input: the Pacing of an Outcome. Output: text; values are rounded, not computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.kernel.outcome import Outcome, Pacing
from targetcheck.plan.plan import Check
from targetcheck.quantities.quantity import number_text
from targetcheck.quantities.rounding import magnitude, round_decimals
from targetcheck.verdicts.code_terms import word
from targetcheck.verdicts.method_terms import BAND, CUT_OFFS, FIGURE, METHOD, SAID
from targetcheck.verdicts.requirement_text import plain_number, value_text

CUTS = (Fraction(19, 20), Fraction(3, 5), Fraction(1), Fraction(1, 2), Fraction(0))


def ratio_text(ratio: Fraction) -> str:
    """Return a ratio with enough decimals to show on which side of each threshold it is."""
    for digits in (2, 3, 4, 6):
        rounded = round_decimals(ratio, digits, "half_even")
        if all((ratio < cut) == (rounded < cut) for cut in CUTS):
            return number_text(rounded, digits)
    return number_text(ratio)


def ratio_percent(ratio: Fraction) -> str:
    """Return a ratio in percent, with decimals where it takes them to show the side of a threshold."""
    return f"{plain_number(Fraction(ratio_text(ratio)) * 100)}%"


def short(value: Fraction) -> Fraction:
    """Return a value rounded to four decimals, more if it is small."""
    if value.denominator == 1:
        return value
    return round_decimals(value, max(4, 3 - magnitude(value)), "half_even")


def pace_phrase(outcome: Outcome, lang: Language) -> str:
    """Return the progress as a phrase, such as `planned by now: 40 %, schedule ratio 0.98`."""
    pace, check = outcome.pacing, outcome.check
    if pace is None or check is None:
        return ""
    zh = lang == "zh"
    if pace.method == "schedule":
        return _schedule(pace, check, lang)
    if pace.method == "burn":
        if pace.ratio is None:
            return _figures(pace, check, lang)
        said = "用量与时间之比" if zh else "share used ÷ share of time "
        return said + ratio_text(pace.ratio)
    if pace.method in ("remaining", "theil_sen", "seasonal_kendall", "distance", "manual"):
        return _figures(pace, check, lang)
    if pace.projection is not None and pace.method in ("projection", "ols", "escap"):
        value = value_text(short(pace.projection), check, lang)
        said = f"推算到期时为{value}" if zh else f"at this rate {value} on the due date"
        return _joined((said, _figures(pace, check, lang)), lang)
    ratio = ""
    if pace.ratio is not None:
        gap = "" if zh else " "
        ratio = f"{word(METHOD, pace.method, lang)}{gap}{ratio_text(pace.ratio)}"
    return _joined((_figures(pace, check, lang), ratio), lang)


def _schedule(pace: Pacing, check: Check, lang: Language) -> str:
    zh = lang == "zh"
    assert pace.asked is not None
    asked = value_text(short(pace.asked), check, lang)
    said = f"序时进度应达{asked}" if zh else f"planned by now: {asked}"
    if pace.ratio is None:
        return said
    if zh:
        return f"{said}，完成率{ratio_percent(pace.ratio)}"
    return f"{said}, schedule ratio {ratio_text(pace.ratio)}"


SAID_FIRST = {
    "cagr": ("growth_so_far", "growth_needed"),
    "projection": ("missed_share",),
    "open_sdg": ("growth_so_far", "growth_needed", "score"),
    "un_chart": ("growth_so_far", "growth_needed"),
    "escap": ("anticipated_gap",),
    "ols": ("chance",),
    "theil_sen": ("slope_per_year",),
    "seasonal_kendall": ("slope_per_year",),
    "distance": ("distance",),
    "remaining": ("rest_needed", "rest_last_year"),
    "burn": ("bad", "allowed", "events_left"),
}
"""Figures of each method shown in a sentence; the explanation shows all."""


def _figures(pace: Pacing, check: Check, lang: Language) -> str:
    told = SAID_FIRST.get(pace.method, ())
    parts = [
        _labelled(_label(code, lang), _figure(code, value, check, lang), lang)
        for code, value in pace.figures
        if code in told
    ]
    parts += [text for code, text in pace.said if code in ("author", "date")]
    return _joined(tuple(parts), lang)


def _joined(parts: tuple[str, ...], lang: Language) -> str:
    return ("，" if lang == "zh" else ", ").join(part for part in parts if part)


def _labelled(label: str, figure: str, lang: Language) -> str:
    return f"{label}{figure}" if lang == "zh" else f"{label[:1].lower()}{label[1:]} {figure}"


def _label(code: str, lang: Language) -> str:
    known = FIGURE.get(code)
    return code if known is None else known[0] if lang == "zh" else known[1]


def _figure(code: str, value: Fraction, check: Check, lang: Language) -> str:
    kind = FIGURE[code][2] if code in FIGURE else "number"
    if kind == "percent":
        gap = "" if lang == "zh" else " "
        return f"{plain_number(round_decimals(value * 100, 2, 'half_even'))}{gap}%"
    if kind == "number":
        return plain_number(round_decimals(value, 3, "half_even"))
    if kind == "value":
        return value_text(short(value), check, lang)
    text = difference_text(value, check, lang)
    if kind == "difference":
        return text
    return f"每年{text}" if lang == "zh" else f"{text} a year"


def difference_text(value: Fraction, check: Check, lang: Language) -> str:
    """Return a difference of two values of a measure; shares differ in percentage points."""
    if _in_points(check) and check.unit is not None:
        points = plain_number(short(value * check.unit.factor * 100))
        return points + ("个百分点" if lang == "zh" else " percentage points")
    return value_text(short(value), check, lang)


def _in_points(check: Check) -> bool:
    """Return whether differences of the measure are in percentage points."""
    return check.unit is not None and check.unit.kind == "share"


def pace_lines(outcome: Outcome, check: Check, lang: Language, indent: str) -> Iterator[str]:
    """Yield the explanation of progress: method, figures, projection, lagging periods."""
    pace = outcome.pacing
    if pace is None:
        return
    zh = lang == "zh"
    colon = "：" if zh else ": "
    yield f"{indent}{'进度' if zh else 'Progress'}{colon}{pace_phrase(outcome, lang)}"
    if pace.method != "schedule":
        yield f"{indent}{'评定方法' if zh else 'Method'}{colon}{_method(pace, lang)}"
    if pace.cuts:
        yield f"{indent}{_cuts(pace, lang)}"
    band = band_name(pace, lang)
    if band:
        yield f"{indent}{'评级' if zh else 'Rating'}{colon}{band}"
    for code, value in pace.figures:
        if not (code == "cut_offs_shrunk_to" and value == 1):
            yield f"{indent}{_label(code, lang)}{colon}{_figure(code, value, check, lang)}"
    for code, text in pace.said:
        yield f"{indent}{word(SAID, code, lang)}{colon}{text}"
    if pace.projection is not None:
        label = "到期预计" if zh else "Projected on the due date"
        yield f"{indent}{label}{colon}{_expected(pace, check, lang)}"
    if pace.catch_up is not None:
        factor = ratio_text(pace.catch_up)
        yield indent + (
            f"其后速度须为迄今速度的{factor}倍"
            if zh
            else f"Required rate: {factor} × the rate so far"
        )
    if outcome.lagging:
        yield indent + (
            f"已连续{outcome.lagging}期落后"
            if zh
            else f"Consecutive lagging periods: {outcome.lagging}"
        )


def _method(pace: Pacing, lang: Language) -> str:
    name = word(METHOD, pace.method, lang)
    if pace.window is None or not pace.n or pace.method in ("remaining", "burn"):
        return name
    first, last = pace.window
    if lang == "zh":
        return f"{name}（{first}至{last}，{pace.n}个数值）"
    return f"{name} ({pace.n} values, {first} to {last})"


def _cuts(pace: Pacing, lang: Language) -> str:
    """Return the thresholds between the bands, and whether higher is better."""
    kind, more = CUT_OFFS[pace.method]
    if any(code == "cut_offs_shrunk_to" for code, _ in pace.figures):
        kind = "percent"
    if lang == "zh" and pace.method == "schedule":
        kind = "percent"
    figures = [_cut(cut, kind, lang) for cut in pace.cuts]
    if lang == "zh":
        return f"分级界限：{'、'.join(figures)}（{'越高越好' if more else '越低越好'}）"
    many = "Thresholds" if len(figures) > 1 else "Threshold"
    return f"{many}: {', '.join(figures)} ({'higher is better' if more else 'lower is better'})"


def _cut(cut: Fraction, kind: str, lang: Language) -> str:
    if kind != "percent":
        return plain_number(short(cut))
    return f"{plain_number(short(cut * 100))}{'' if lang == 'zh' else ' '}%"


def _expected(pace: Pacing, check: Check, lang: Language) -> str:
    assert pace.projection is not None
    value = value_text(short(pace.projection), check, lang)
    if pace.low is None or pace.high is None:
        return value
    low, high = (value_text(short(end), check, lang) for end in (pace.low, pace.high))
    return f"{value}（{low}至{high}）" if lang == "zh" else f"{value} ({low} to {high})"


def band_name(pace: Pacing, lang: Language) -> str:
    """Return the display name of the band: from the profile, else the method's standard name."""
    if pace.label is not None:
        return pace.label.say(lang)
    names = BAND.get(pace.method, {})
    return word(names, pace.band, lang) if pace.band in names else ""
