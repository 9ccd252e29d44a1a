"""Load rulesets, compile and store plans.

Layer: api. Input: names, paths, mappings. Output: Ruleset, Plan.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from targetcheck.api.argument_checks import one_of
from targetcheck.errors import Diagnostic, TargetcheckError, checked_language, did_you_mean
from targetcheck.files import read_bytes, write_file
from targetcheck.first_use import on_first_use
from targetcheck.gc_pause import uncollected
from targetcheck.plan.plan import Plan
from targetcheck.plan.plan_file import is_plan

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.plan.plan_file import plan_file_reader
    from targetcheck.ruleset.profile import Profile
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset_locator import RulesetSource
    from targetcheck.sql_query import SqlText
    from targetcheck.sql_query.sql_dialect import DialectName
else:
    plan_file_reader = on_first_use("targetcheck.plan.plan_file.plan_file_reader")


@uncollected()
def load_ruleset(source: RulesetSource) -> Ruleset:
    """Load and validate a ruleset.

    Args:
        source: Bundled name, path of a YAML file or folder, or a mapping. A Ruleset is returned as is.

    Returns:
        The validated, immutable ruleset, with `include` and `use` resolved.

    Raises:
        TargetcheckError: The source is invalid; `.diagnostics` has every error with its location.
    """
    from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset_locator import open_document

    if isinstance(source, Ruleset):
        return source
    if not isinstance(source, str | os.PathLike | Mapping):
        message = (
            "a ruleset is a bundled name, a path, a mapping or a Ruleset, "
            f"not {type(source).__name__}"
        )
        raise TypeError(message)
    document, include, use = open_document(source)
    return ruleset_from_document(document, include=include, use=use)


@uncollected()
def compile_plan(
    ruleset: RulesetSource, profile: str | Profile | Mapping[str, object] | None = None
) -> Plan:
    """Compile a ruleset to a plan: one target instance for each verdict, with exact bounds.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping or Ruleset.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.

    Returns:
        The plan, which `evaluate` and the others accept in place of the ruleset.

    Raises:
        TargetcheckError: The ruleset is invalid, the profile is unknown, or a compiled plan was made
            under another profile.
    """
    if isinstance(ruleset, str | os.PathLike) and is_plan(ruleset):
        plan = plan_file_reader.plan_at(ruleset)
        if plan is not None:
            return _under(plan, profile)
    from targetcheck.plan.ruleset_compiler import plan_from_model
    from targetcheck.ruleset.profile import Profile

    loaded = load_ruleset(ruleset)
    if isinstance(profile, str):
        if profile != "default" and profile not in loaded.profiles:
            near = did_you_mean(profile, loaded.profiles)
            raise TargetcheckError(
                Diagnostic(
                    "profile-unknown",
                    f"the ruleset has no profile `{profile}`",
                    f"规则集中没有评判方案“{profile}”",
                    f"did you mean `{near}`?" if near else "define it under `profiles`",
                    f"是否应为“{near}”？" if near else "请在 profiles 下定义",
                )
            )
        return plan_from_model(loaded, profile_name=profile)
    if profile is None or isinstance(profile, Profile):
        return plan_from_model(loaded, profile, "default" if profile is None else "given")
    if not isinstance(profile, Mapping):
        message = f"a profile is a name, a Profile or a mapping, not {type(profile).__name__}"
        raise TypeError(message)
    from targetcheck.ruleset.loading.profile_loader import profile_from_mapping

    return plan_from_model(loaded, profile_from_mapping(profile), "given")


def plan_of(
    ruleset: RulesetSource | Plan, profile: str | Profile | Mapping[str, object] | None = None
) -> Plan:
    """Return the plan of a ruleset; a Plan is returned as is."""
    return ruleset if isinstance(ruleset, Plan) else compile_plan(ruleset, profile)


def _under(plan: Plan, profile: object) -> Plan:
    """Return a compiled plan, unless another profile than its own is requested."""
    if profile in (None, plan.profile_name):
        return plan
    name = profile if isinstance(profile, str) else "given"
    raise TargetcheckError(
        Diagnostic(
            "plan-profile",
            f"the plan was compiled under the profile `{plan.profile_name}`, not `{name}`",
            f"该文件按评判方案“{plan.profile_name}”编译，不是“{name}”",
            "compile the ruleset again with that profile",
            "请按所需的评判方案重新编译",
        )
    )


def plan_text(plan: Plan) -> str:
    """Return the text of a compiled plan, for a file that `load_plan` reads.

    Args:
        plan: The plan of `compile_plan`.

    Returns:
        JSON on three lines; the same plan gives the same text.
    """
    from targetcheck.evaluation.reference_evaluation import digest_of_ruleset
    from targetcheck.plan.plan_file.plan_file_writer import plan_text as text_of

    return text_of(plan, digest_of_ruleset(plan.ruleset))


def sql_of_plan(
    plan: Plan,
    dialect: DialectName,
    table: str = "observations",
    lang: Language = "en",
) -> SqlText:
    """Return the SELECT that judges what is due where the reports lie, and what it leaves out.

    Args:
        plan: The plan of `compile_plan`.
        dialect: `duckdb`, `postgres` or `spark`.
        table: Name of the table of reports, with `place`, `indicator`, `period_start`,
            `period_end` and `value`, an exact number in the unit of the indicator.
        lang: Language of the comments.

    Returns:
        `.text` is the query; `.unstated` lists the target instances that it does not judge.

    Raises:
        TargetcheckError: `argument-unknown` for another dialect, `language-unknown`.
    """
    from targetcheck.sql_query import sql_text
    from targetcheck.sql_query.sql_dialect import DIALECTS

    one_of(dialect, "dialect", DIALECTS)
    checked_language(lang)
    return sql_text(plan, dialect, table, lang)


def save_plan(plan: Plan, path: str | os.PathLike[str]) -> None:
    """Write a compiled plan to a file that loads without YAML and validation.

    Args:
        plan: The plan of `compile_plan`.
        path: File to write; an existing file is replaced whole.

    Raises:
        TargetcheckError: The file cannot be written.
    """
    write_file(path, plan_text(plan))


@uncollected()
def load_plan(path: str | os.PathLike[str]) -> Plan:
    """Load a compiled plan.

    Args:
        path: File that `save_plan` or `targetcheck compile` wrote.

    Returns:
        The plan, equal to the one that was saved.

    Raises:
        TargetcheckError: `plan-damaged` if the file was changed after it was written, `plan-version`
            if another version of targetcheck wrote it.
    """
    plan = plan_file_reader.plan_at(path)
    if plan is None:
        read_bytes(path, os.fspath(path))  # says why a file cannot be read
        raise TargetcheckError(plan_file_reader.damaged(os.fspath(path)))
    return plan
