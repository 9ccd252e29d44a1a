"""One run of all rules, with the exceptions that targets declare under `ignore`.

Layer: lint. Input: Ruleset, or the YAML source of one. Output: Diagnostics sorted by location.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from targetcheck.errors import Diagnostic
from targetcheck.lint.rule import Finding, Given, Needs
from targetcheck.lint.rules import CODES, MODULES
from targetcheck.ruleset.loading.coverage_file import Coverage
from targetcheck.ruleset.loading.ruleset_loader import Finder, assemble
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.yaml_text.yaml_source import YamlSource


def lint_ruleset(
    ruleset: Ruleset,
    text: str | None = None,
    lock: Mapping[str, object] | None = None,
    coverage: Coverage | None = None,
) -> list[Diagnostic]:
    """Return the findings about a valid ruleset, sorted by location.

    Args:
        ruleset: A ruleset without errors.
        text: Text of its document. None: quotes are not looked up in it.
        lock: Content of its `quotes.lock.json`. None: quotes are not looked up in it.
        coverage: Content of its `coverage.yaml`, with the clauses that are not targets.

    Returns:
        The findings that no target concerned excuses under `ignore`.
    """
    return _located(_run(ruleset, text, lock, Needs.WHOLE, coverage), ruleset)


def diagnose(
    source: YamlSource,
    include: Finder | None = None,
    use: Finder | None = None,
    *,
    text: str | None = None,
    lock: Mapping[str, object] | None = None,
    coverage: Coverage | None = None,
) -> list[Diagnostic]:
    """Return the errors of a YAML source and the findings about the ruleset in it.

    With errors, the rules run on what could be loaded. A finding is dropped if it may only be there
    because a faulty key was left out.
    """
    assembled = assemble(source, include=include, use=use)
    if not assembled.found:
        return lint_ruleset(assembled.ruleset, text, lock, coverage)
    rules = {module.RULE.code: module.RULE for module in MODULES}
    found = [
        item
        for item in _run(assembled.ruleset, text, lock, Needs.NOTHING, coverage)
        if all(
            rules[item.diagnostic.code].holds(assembled.broken.get(number))
            for number in item.targets
        )
    ]
    located = [*assembled.found, *_located(found, assembled.ruleset)]
    return sorted(located, key=lambda d: (d.where, d.code))


def _run(
    ruleset: Ruleset,
    text: str | None,
    lock: Mapping[str, object] | None,
    state: Needs,
    coverage: Coverage | None = None,
) -> list[Finding]:
    """Return the findings of every rule that has what it needs, without those excused."""
    has = state
    if text is not None:
        has |= Needs.TEXT
    if lock is not None:
        has |= Needs.LOCK
    given = Given(text=text or "", lock=lock or {}, coverage=coverage, codes=tuple(CODES))
    first = [module for module in MODULES if module.RULE.needs in has]
    found = [item for module in first for item in module.check(ruleset, given)]
    ran = [module for module in MODULES if module.RULE.needs in has | Needs.OTHERS]
    given = replace(given, found=tuple(found), ran=frozenset(m.RULE.code for m in ran))
    last = [module for module in ran if Needs.OTHERS in module.RULE.needs]
    return [
        *_not_excused(found, ruleset),
        *(item for module in last for item in module.check(ruleset, given)),
    ]


def _not_excused(found: Iterable[Finding], ruleset: Ruleset) -> Iterator[Finding]:
    """Yield the findings whose code no target concerned names under `ignore`."""
    for item in found:
        if not any(item.diagnostic.code in ruleset.targets[n].ignore for n in item.targets):
            yield item


def _located(found: Iterable[Finding], ruleset: Ruleset) -> list[Diagnostic]:
    """Return the diagnostics with file, line and column, sorted by location and code."""
    located = [item.diagnostic.at(ruleset.where(item.path)) for item in found]
    return sorted(located, key=lambda d: (d.where, d.code, d.en))
