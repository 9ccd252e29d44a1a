"""A ruleset as prose, by clause, for review against its document: text, Markdown or HTML.

Layer: output. Input: a Plan. Output: text. Each clause has its targets: first the words of the
document, then sentences that state how the ruleset encodes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from targetcheck.errors import Language
from targetcheck.plan.plan import Check, Plan, Question
from targetcheck.ruleset.document import Citation
from targetcheck.ruleset.target import Target
from targetcheck.verdicts.code_terms import STRENGTH, word
from targetcheck.verdicts.requirement_text import requirement_text, with_mode

_FEW = 4


@dataclass(slots=True)
class TargetProse:
    """A target in words: its id, the words of the document, the sentences of the encoding."""

    id: str
    title: str
    quotes: list[str]
    sentences: list[str] = field(default_factory=list)
    lead: str = ""


@dataclass(slots=True)
class ProseClause:
    """A clause of the document with its targets, in the order of the ruleset."""

    name: str
    promises: list[TargetProse] = field(default_factory=list)


def clauses_of(plan: Plan, lang: Language) -> list[ProseClause]:
    """Return the clauses of a ruleset in written order."""
    questions: dict[str, list[Question]] = {}
    for question in plan.questions:
        questions.setdefault(question.target, []).append(question)
    found: dict[str, ProseClause] = {}
    for target in plan.ruleset.targets:
        cites = (*target.cite, *(m.cite for m in target.milestones if m.cite is not None))
        name = cites[0].clause if cites else ("未注明条款" if lang == "zh" else "no clause")
        clause = found.setdefault(name, ProseClause(name))
        clause.promises.append(_promise(target, cites, questions.get(target.id, []), plan, lang))
    return list(found.values())


def _promise(
    target: Target, cites: tuple[Citation, ...], asked: list[Question], plan: Plan, lang: Language
) -> TargetProse:
    indicator = plan.ruleset.all_indicators().get(target.indicator)
    title = target.title or indicator
    made = TargetProse(
        target.id,
        (title.say(lang) if title is not None else "") or target.id,
        [cite.quote for cite in cites],
        list(_sentences(asked, plan, lang)),
    )
    action = plan.ruleset.actions.get(target.action or "")
    lead = target.lead or (action.lead if action is not None else ())
    made.lead = ("、" if lang == "zh" else ", ").join(lead)
    return made


def _sentences(asked: list[Question], plan: Plan, lang: Language) -> Iterator[str]:
    """Yield a sentence for each requirement, with all its places and dates."""
    groups: dict[str, tuple[Question, dict[str, None], dict[date, None]]] = {}
    for question in asked:
        text = requirement_text(question.tree, plan, lang)
        mark = f"{text}|{question.mode}|{question.strength}"
        _, places, dues = groups.setdefault(mark, (question, {}, {}))
        places[_place(question.place, plan, lang)] = None
        dues[question.due] = None
    for question, places, dues in groups.values():
        yield _sentence(question, list(places), sorted(dues), plan, lang)


def _sentence(
    question: Question, places: list[str], dues: list[date], plan: Plan, lang: Language
) -> str:
    zh = lang == "zh"
    asked = with_mode(requirement_text(question.tree, plan, lang), question.mode, lang)
    measured = _measured(question, plan, lang)
    asked = asked.removeprefix("按期") if zh else asked  # the day is named beside it
    asked = f"，{measured}{asked}" if zh and measured and len(dues) <= _FEW else measured + asked
    who, when = _few(places, lang), _when(dues, lang)
    since = ""
    if question.start is not None and not question.recurring:
        since = f"，自{question.start}起算" if zh else f", counted from {question.start}"
    strength = word(STRENGTH, question.strength, lang) if question.strength != "binding" else ""
    if zh:
        weak = f"（{strength}）" if strength else ""
        condition = "满足适用条件时，" if question.when else ""
        return f"{condition}{who}{when}{asked}{since}{weak}。"
    weak = f" ({strength})" if strength else ""
    condition = "Where its condition holds, " if question.when else ""
    return f"{condition}{who}: {asked} {when}{since}{weak}."


def _measured(question: Question, plan: Plan, lang: Language) -> str:
    """Return the name of the indicator if the sentence would otherwise show only a number."""
    tree = question.tree
    plain = isinstance(tree, Check) and tree.kind not in ("done", "words")
    if not plain or not isinstance(tree, Check) or tree.measure.kind not in ("value", "total"):
        return ""
    name = plan.ruleset.all_indicators()[tree.measure.indicator].say(lang)
    return name if lang == "zh" or not name else f"{name} "


def _when(dues: list[date], lang: Language) -> str:
    zh = lang == "zh"
    if len(dues) <= _FEW:
        days = _few([day.isoformat() for day in dues], lang)
        return f"于{days}前（含当日）" if zh else f"by {days}"
    first, last = dues[0], dues[-1]
    if zh:
        return f"自{first}至{last}各期（共{len(dues)}期）均须"
    return f"by each of {len(dues)} due dates from {first} to {last}"


def _few(names: list[str], lang: Language) -> str:
    shown = ("、" if lang == "zh" else ", ").join(names[: _FEW * 2])
    more = len(names) - _FEW * 2
    if more <= 0:
        return shown
    return f"{shown}等{len(names)}个" if lang == "zh" else f"{shown} and {more} more"


def _place(place: str, plan: Plan, lang: Language) -> str:
    known = plan.ruleset.all_places().get(place)
    return (known.say(lang) if known is not None else "") or place


def _heading(plan: Plan, lang: Language) -> tuple[str, str]:
    ruleset, document = plan.ruleset, plan.ruleset.document
    targets, dues = len(ruleset.targets), len(plan.questions)
    if lang == "zh":
        basis = (
            f"{document.number} · {document.issuer} · {document.issued} · "
            f"{targets}项目标，{dues}个时限"
        )
    else:
        basis = (
            f"{document.number} · {document.issuer} · {document.issued} · "
            f"{targets} targets, {dues} due dates"
        )
    return ruleset.title.say(lang), basis


def as_prose(plan: Plan, lang: Language = "en") -> str:
    """Return plain text: clause, quote, sentences."""
    title, basis = _heading(plan, lang)
    lines = [title, basis]
    for clause in clauses_of(plan, lang):
        lines += ["", clause.name]
        for promise in clause.promises:
            lines.append(f"  {promise.title} [{promise.id}]")
            lines += [f"    “{quote}”" for quote in promise.quotes]
            lines += [f"    {sentence}" for sentence in promise.sentences]
            if promise.lead:
                lines.append(f"    {'牵头单位：' if lang == 'zh' else 'Lead: '}{promise.lead}")
    return "\n".join(lines) + "\n"


def as_markdown_prose(plan: Plan, lang: Language = "en") -> str:
    """Return Markdown: a section for each clause, the words of the document as quotes."""
    title, basis = _heading(plan, lang)
    lines = [f"# {_plain(title)}", "", _plain(basis)]
    for clause in clauses_of(plan, lang):
        lines += ["", f"## {_plain(clause.name)}"]
        for promise in clause.promises:
            lines += ["", f"### {_plain(promise.title)} `{promise.id}`", ""]
            lines += [f"> {_plain(quote)}\n" for quote in promise.quotes]
            lines += [f"- {_plain(sentence)}" for sentence in promise.sentences]
            if promise.lead:
                lines.append(
                    f"- {'牵头单位：' if lang == 'zh' else 'Lead: '}{_plain(promise.lead)}"
                )
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Return a text with Markdown characters escaped."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in text).replace("\n", " ")


def as_html(plan: Plan, lang: Language = "en") -> str:
    """Return an HTML page: the words of the document on the left, the encoding on the right."""
    from jinja2 import Environment, PackageLoader

    loader = PackageLoader(__package__, "")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    title, basis = _heading(plan, lang)
    heads = ("原文", "规则集", "牵头单位：") if lang == "zh" else ("Document", "Ruleset", "Lead: ")
    page = environment.get_template("prose.html")
    html: str = page.render(
        lang="zh-CN" if lang == "zh" else "en",
        title=title,
        basis=basis,
        heads=heads,
        clauses=clauses_of(plan, lang),
    )
    return html + "\n"
