"""Every target of every bundled ruleset stands its cases: below, at and above its bound, and worse."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import targetcheck as tc
from targetcheck import ruleset_locator
from targetcheck.authoring.cases.case_file import case_files, read_cases
from targetcheck.authoring.cases.case_suite import results_of

NAMES = tc.bundled_rulesets()
WITHOUT_BOUNDARY = {"hospital-beds"}
"""Targets that no report can stand on the bound of: 7.5 beds, where a bed is counted whole."""


@cache
def ran_of(name: str):
    return results_of(
        ruleset_locator.ruleset_path(name), cache(lambda profile: tc.compile_plan(name, profile))
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_cases_beside_a_ruleset_pass(name):
    found = ran_of(name)
    assert not found.found
    assert [(ran.case.id, [d.text("en") for d in ran.differences]) for ran in found.failed] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_target_has_boundary_cases(name):
    """Run `targetcheck test RULESET --write-boundaries` after a target is added or changed."""
    targets = {target.id for target in tc.load_ruleset(name).targets}
    file = Path(ruleset_locator.ruleset_path(name)).parent / "cases" / "boundaries.yaml"
    assert file in case_files(ruleset_locator.ruleset_path(name))
    tried: dict[str, set[str]] = {}
    for case in read_cases(file):
        for key in case.want:
            tried.setdefault(key.partition("@")[0], set()).add(case.id.rpartition(" ")[2])
    assert targets - set(tried) <= WITHOUT_BOUNDARY
    assert set(tried) <= targets
    assert all("missing" in names for names in tried.values())


@pytest.mark.parametrize("name", NAMES)
def test_figures_are_tried_on_both_sides(name):
    tried: dict[str, set[str]] = {}
    for ran in ran_of(name).ran:
        for target, status, _ in ran.shown:
            tried.setdefault(target, set()).add(status)
    figures = {
        question.target: question.strength
        for question in tc.compile_plan(name).questions
        if getattr(question.tree, "kind", "") in ("bound", "change", "limit", "done")
    }
    for target, strength in figures.items():
        if target in WITHOUT_BOUNDARY:
            continue
        bad = {"fail"} if strength == "binding" else {"missed", "fail"}
        assert "pass" in tried[target], target
        assert bad & tried[target] or "equals" in str(
            tc.load_ruleset(name).target(target).require
        ), target
        assert "undetermined" in tried[target], target


def test_every_file_is_in_its_canonical_form():
    """Run `targetcheck fmt rulesets/` after an edit."""
    from targetcheck.cli.entry_point import run

    assert run(["fmt", "--check", str(ruleset_locator.bundled_folder())]) == 0
