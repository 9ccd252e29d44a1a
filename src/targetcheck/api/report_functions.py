"""Write the circular or the long bulletin of an evaluation.

Layer: api. Input: a ruleset, data of now and before. Output: a document. What the circular needs of
floors that output does not see, needs and measures, is computed here and handed in.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from targetcheck.api.argument_checks import day_of, day_or_none, one_of, path_of
from targetcheck.api.evaluate_functions import evaluate
from targetcheck.api.plan_functions import plan_of
from targetcheck.api.table_functions import read_table
from targetcheck.errors import Diagnostic, Language, TargetcheckError, Where, checked_language
from targetcheck.files import read_bytes, write_file
from targetcheck.gc_pause import uncollected

if TYPE_CHECKING:
    from targetcheck.escalation.measure_text import Measures
    from targetcheck.evaluation import Result
    from targetcheck.ledger import Ledger
    from targetcheck.output.circular import CircularInputs
    from targetcheck.plan.plan import Plan
    from targetcheck.rectification.circular_problems import CircularProblems
    from targetcheck.ruleset.profile import Profile
    from targetcheck.ruleset_locator import RulesetSource
    from targetcheck.tables.mapping_file import MappingSource

ReportForm = Literal["docx", "html", "md", "xlsx"]
FORMS = ("docx", "html", "md", "xlsx")
_SUFFIXES = {"htm": "html", "markdown": "md"}


@dataclass(frozen=True, slots=True)
class CircularWishes:
    """What was asked of the circular: annexes, the office's own text, fields and problem list."""

    annexes: tuple[str, ...] = ()
    brief: bool = False
    template: str | None = None
    fields: Mapping[str, str] | None = None
    ledger: str | os.PathLike[str] | Ledger | None = None

    @property
    def given(self) -> bool:
        """Whether anything was asked that only a circular has."""
        return bool(self.annexes or self.brief or self.template or self.fields or self.ledger)

    def check(self, form: str) -> None:
        """Raise TargetcheckError for wishes that do not go together, or not with the form."""
        from targetcheck.output.circular import check_annexes

        check_annexes(self.annexes)
        if self.annexes and self.brief:
            raise TargetcheckError(_exclusive())
        if "problems" in self.annexes and self.ledger is None:
            raise TargetcheckError(_no_ledger())
        if self.template is not None and _is_word(self.template) and form != "docx":
            raise TargetcheckError(_word_only())
        _template(self.template)


@uncollected()
def report(
    ruleset: RulesetSource | Plan,
    data: object,
    output: str | os.PathLike[str] | None = None,
    *,
    as_of: str | date,
    form: ReportForm | None = None,
    full: bool = False,
    previous: object = None,
    previous_as_of: str | date | None = None,
    annexes: Sequence[str] = (),
    brief: bool = False,
    template: str | os.PathLike[str] | None = None,
    fields: Mapping[str, str] | None = None,
    ledger: str | os.PathLike[str] | Ledger | None = None,
    charts: bool = True,
    known_at: str | date | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    mapping: MappingSource | None = None,
    scope: str | None = None,
    reported: bool = False,
    lang: Language = "zh",
) -> bytes:
    """Write the circular (通报), or with `full` the long bulletin.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        data: What `evaluate` accepts as data.
        output: File to write; None only returns it.
        as_of: Evaluation date, or a period, which means its last day (`2024Q3`).
        form: `docx`, `html`, `md`, or `xlsx` (bulletin only); None takes the suffix of `output`, else
            `html`.
        full: Write the long bulletin: charts, every verdict with its clause.
        previous: Data of the previous period; None takes the same data.
        previous_as_of: Evaluation date of the previous period; None takes three months earlier.
        annexes: Only these annexes: `targets`, `lagging`, `open`, `problems`, `notes`.
        brief: Leave the annexes out.
        template: The office's own text (`.md`) or letterhead (`.docx`).
        fields: Fields that only the office knows: `issuer`, `number`, `date`, `contact`, `copies`.
        ledger: Ledger whose problem list the circular reports on.
        charts: Include charts in the bulletin.
        known_at: Ignore values reported after this date; None keeps all.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.
        mapping: File or mapping that settles what a sheet leaves open.
        scope: Id of a submission of the ruleset.
        reported: Only the targets that the data have rows of; the circular says so, and gives no
            measures.
        lang: Language of the document.

    Returns:
        The document; `html` and `md` are UTF-8.

    Raises:
        TargetcheckError: An input or an option cannot be used, or `part-missing` without the extra
            `office`.
    """
    checked_language(lang)
    shape = _form(output, form)
    path = None if template is None else path_of(template, "template")
    wishes = CircularWishes(tuple(annexes), brief, path, _checked(fields), ledger)
    long = full or shape == "xlsx"
    if long and wishes.given:
        raise TargetcheckError(not_for_bulletin())
    wishes.check(shape)
    plan = plan_of(ruleset, profile)
    table = read_table(data, plan, mapping=mapping)
    then = table if previous is None else read_table(previous, plan, mapping=mapping)
    day, known = day_of(as_of), day_or_none(known_at)

    def judged(rows: object, on: date) -> Result:
        return evaluate(plan, rows, as_of=on, known_at=known, scope=scope)

    result = judged(table, day)
    before = judged(then, day_or_none(previous_as_of, "previous_as_of") or months_before(day, 3))
    earlier = before if before.used else None
    if reported:
        result = result.reported()
        earlier = None if earlier is None else limited(earlier, result)
    made: str | bytes
    if long:
        year_ago = judged(table, months_before(day, 12))
        year_ago = limited(year_ago, result) if reported else year_ago
        made = _bulletin(result, earlier, year_ago, shape, lang, charts=charts)
    else:
        made = circular_file(
            circular_inputs(plan, table, result, earlier, lang, wishes), wishes, shape
        )
    content = made.encode("utf-8") if isinstance(made, str) else made
    if output is not None:
        write_file(path_of(output, "output"), content)
    return content


def limited(earlier: Result, now: Result) -> Result:
    """Return an earlier result limited to the targets, places and due dates of a later one."""
    kept = {(v.target, v.place, v.due) for v in now}
    return earlier.only(v for v in earlier if (v.target, v.place, v.due) in kept)


def _form(output: str | os.PathLike[str] | None, form: str | None) -> ReportForm:
    """Return the form asked for, else that of the suffix; raise TargetcheckError for others."""
    suffix = "" if output is None else PurePath(path_of(output, "output")).suffix.lower()[1:]
    asked = form or _SUFFIXES.get(suffix, suffix) or "html"
    one_of(asked, "form", FORMS)
    return asked  # type: ignore[return-value]  # one of FORMS


def _checked(fields: Mapping[str, str] | None) -> dict[str, str]:
    from targetcheck.output.circular import office_fields

    return office_fields([f"{name}={text}" for name, text in (fields or {}).items()])


def _bulletin(
    result: Result,
    before: Result | None,
    year_ago: Result,
    form: ReportForm,
    lang: Language,
    *,
    charts: bool,
) -> str | bytes:
    from targetcheck.output.bulletin import ComparedResults, bulletin, bulletin_file

    compared = ComparedResults(result, before, year_ago if year_ago.used else None)
    return bulletin_file(bulletin(compared, lang, charts=charts), result, f".{form}")


def circular_inputs(
    plan: Plan,
    data: object,
    result: Result,
    before: Result | None,
    lang: Language,
    wishes: CircularWishes,
) -> CircularInputs:
    """Return what the circular is made from, with needs, measures and problems."""
    from targetcheck.output.bulletin import ComparedResults
    from targetcheck.output.circular import CircularInputs
    from targetcheck.what_if.gap_to_target import needs_of

    problems = None
    if wishes.ledger is not None:
        problems = _problems(wishes.ledger, result, lang)
    return CircularInputs(
        ComparedResults(result, before),
        lang,
        needs_of(result),
        _measures(plan, data, result, lang),
        wishes.annexes,
        dict(wishes.fields or {}),
        problems,
    )


def _problems(
    ledger: str | os.PathLike[str] | Ledger, result: Result, lang: Language
) -> CircularProblems | None:
    from targetcheck.ledger import Ledger
    from targetcheck.rectification.circular_problems import problems_by

    if isinstance(ledger, Ledger):
        return problems_by(ledger, result, lang)
    with Ledger(ledger, create=False) as book:
        return problems_by(book, result, lang)


def _measures(plan: Plan, data: object, result: Result, lang: Language) -> Measures | None:
    """Return what follows for whom by the ladders of the document; None where it has none.

    None also of a result that is limited to what was reported: ladders count all targets of a lead.
    """
    ruleset = result.ruleset
    if not ruleset.escalation or result.only_reported:
        return None
    from targetcheck.escalation import days_of, escalate
    from targetcheck.escalation.measure_text import measures_of
    from targetcheck.escalation.target_standings import standing_of_verdict

    since, until, known_at = ruleset.document.issued, result.as_of, result.provenance.known_at
    past = {
        day: tuple(
            standing_of_verdict(verdict)
            for verdict in evaluate(plan, data, as_of=day, known_at=known_at).verdicts
        )
        for day in days_of(ruleset, since, until)
    }
    due = escalate(ruleset, past, since, until, "reference").due()
    return measures_of(due, result, lang)


def circular_file(inputs: CircularInputs, wishes: CircularWishes, form: str) -> str | bytes:
    """Return the circular in a form: `docx`, `html` or `md`."""
    from targetcheck.output.circular import circular

    text, letterhead = _template(wishes.template)
    made = circular(inputs, text, wishes.template or "", brief=wishes.brief)
    if form == "docx":
        from targetcheck.output.circular_pages.circular_docx import as_docx

        return as_docx(made, letterhead)
    if form == "md":
        from targetcheck.output.circular.circular_template import as_markdown

        return as_markdown(made)
    from targetcheck.output.circular_pages.circular_html import as_html

    return as_html(made)


def _template(path: str | None) -> tuple[str | None, bytes | None]:
    """Return the template as text, or as a Word document."""
    if path is None:
        return None, None
    raw = read_bytes(path, path)
    return (None, raw) if _is_word(path) else (_decoded(raw, path), None)


def _is_word(path: str) -> bool:
    return PurePath(path).suffix.lower() == ".docx"


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TargetcheckError(
            Diagnostic(
                "circular-template",
                "the template is neither UTF-8 text nor a Word document",
                "模板既不是 UTF-8 文本，也不是 Word 文档",
                "save it as UTF-8 (.md) or as .docx",
                "请另存为 UTF-8 编码的 .md 或 .docx",
                Where(name),
            )
        ) from None


def months_before(day: date, months: int) -> date:
    """Return the day a number of months earlier; the last day of a month stays the last."""
    from dateutil.relativedelta import relativedelta

    after = day + timedelta(days=1)
    return after - relativedelta(months=months) - timedelta(days=1)


def not_for_bulletin() -> Diagnostic:
    """Return the finding for options of the circular that the bulletin does not have."""
    return Diagnostic(
        "report-form",
        "--brief, --annex, --template, --set and --ledger are for the circular, not the bulletin",
        "--brief、--annex、--template、--set、--ledger 只用于通报，不用于详细通报",
        "leave out --full, and end the name of the file in .docx, .html or .md",
        "请去掉 --full，文件后缀写 .docx、.html 或 .md",
    )


def _exclusive() -> Diagnostic:
    return Diagnostic(
        "report-form",
        "--brief and --annex exclude each other",
        "--brief 不附附件，与 --annex 不能同时使用",
        "write one of the two",
        "请只写其中一个",
    )


def _no_ledger() -> Diagnostic:
    return Diagnostic(
        "report-form",
        "the annex `problems` needs the ledger that holds the problem list",
        "附件 problems 需要有问题清单的台账",
        "add --ledger PATH",
        "请加 --ledger 台账路径",
    )


def _word_only() -> Diagnostic:
    return Diagnostic(
        "report-form",
        "a template in Word makes a Word document",
        "Word 模板只能生成 Word 文档",
        "end the name of the file in .docx",
        "文件后缀请写 .docx",
    )
