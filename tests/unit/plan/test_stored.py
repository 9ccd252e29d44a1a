"""A compiled plan says what its ruleset says, and is refused where it is not what was written."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from pydantic import BaseModel

import targetcheck as tc
import targetcheck.ruleset
from targetcheck import api
from targetcheck.errors import TargetcheckError
from targetcheck.evaluation.reference_evaluation import digest_of_ruleset
from targetcheck.plan.plan import Check, Fold, Plan
from targetcheck.plan.plan_file import START
from targetcheck.plan.plan_file.plan_file_reader import plan_of_text
from targetcheck.plan.plan_file.plan_file_records import digest_of
from targetcheck.plan.plan_file.plan_file_writer import _same
from targetcheck.plan.plan_file.ruleset_proxy import MODELS, StandIn
from targetcheck.quantities.quantity import number_text
from targetcheck.ruleset.progress_method import Schedule
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target

ROOT = Path(__file__).parents[3]
YANGTZE = "hubei/huangshi-yangtze-2024"
TABLE = ROOT / "examples" / "huangshi" / "2024q3.csv"


@pytest.fixture(scope="module")
def yangtze() -> str:
    return api.plan_text(tc.compile_plan(YANGTZE))


def leaves(tree: Check | Fold) -> list[Check]:
    return [tree] if isinstance(tree, Check) else [c for part in tree.parts for c in leaves(part)]


def rows(plan: Plan) -> list[dict[str, object]]:
    """Give a report at, or a little beside, the edge of every bound there is."""
    found: list[dict[str, object]] = []
    for number, question in enumerate(plan.questions):
        for check in leaves(question.tree):
            edges = check.bound.edges() if check.bound else ()
            if edges and check.measure.kind in ("value", "total") and check.scale is None:
                told = number_text(edges[0] - number % 2)
                unit = check.unit.name if check.unit else ""
                cells = (check.measure.place, check.measure.indicator, str(question.due.year), told)
                names = ("place", "indicator", "period", "value")
                found.append({**dict(zip(names, cells, strict=True)), "unit": unit})
    return found[:200]


@pytest.mark.parametrize("name", tc.bundled_rulesets())
def test_a_compiled_plan_gives_the_verdicts_of_its_ruleset(name: str) -> None:
    plan = tc.compile_plan(name)
    again = plan_of_text(api.plan_text(plan), "plan.json")
    table = rows(plan)
    dues = sorted({question.due for question in plan.questions})
    for day in (dues[0].replace(month=1, day=15), dues[-1]):
        first, second = (tc.evaluate(p, table, as_of=day) for p in (plan, again))
        assert second.to_json("zh") == first.to_json("zh")
        assert second.to_frame("rows") == first.to_frame("rows")
        assert [v.explain("en") for v in second] == [v.explain("en") for v in first]
    assert again.questions == tuple(plan.questions)
    assert again == plan
    assert api.plan_text(again) == api.plan_text(plan)


def test_a_plan_is_read_where_neither_pydantic_nor_yaml_nor_pint_is(
    yangtze: str, tmp_path: Path
) -> None:
    (tmp_path / "plan.json").write_text(yangtze, encoding="utf-8")
    code = (
        "import sys\n"
        "for name in ('pydantic', 'yaml', 'pint'): sys.modules[name] = None\n"
        "import targetcheck as tc\n"
        "result = tc.evaluate(sys.argv[1], sys.argv[2], as_of='2024-09-30')\n"
        "sys.stdout.buffer.write(result.to_json('zh').encode())\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "plan.json"), str(TABLE)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.decode() == tc.evaluate(YANGTZE, TABLE, as_of="2024-09-30").to_json("zh")


def refused(text: str) -> str:
    with pytest.raises(TargetcheckError) as caught:
        plan_of_text(text, "plan.json")
    (found,) = caught.value.diagnostics
    assert found.where.file == "plan.json"
    return found.code


def test_every_changed_character_is_found(yangtze: str) -> None:
    for spot in range(len(START), len(yangtze), 997):
        other = "7" if yangtze[spot] != "7" else "8"
        text = yangtze[:spot] + other + yangtze[spot + 1 :]
        assert refused(text) in ("plan-damaged", "plan-version"), yangtze[spot - 20 : spot + 20]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-5000],
        lambda text: text + "\n",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.split("\n", 1)[0],
        lambda text: json.dumps(json.loads(text)),
        lambda _: START + " {}}\n",
        lambda _: START,
    ],
)
def test_a_plan_that_was_cut_or_laid_out_anew_is_refused(yangtze: str, change: Any) -> None:
    assert refused(change(yangtze)) == "plan-damaged"


def signed(head: dict[str, Any], body: str) -> str:
    """Give a text whose digest is right."""
    whole = json.dumps({**head, "digest": digest_of(head, body)}, ensure_ascii=False)
    return f"{START} {whole},\n{body}"


def parts(text: str) -> tuple[dict[str, Any], str]:
    first, _, body = text.partition("\n")
    head: dict[str, Any] = json.loads(first.rstrip(",") + "}")["targetcheck_plan"]
    return head, body


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [("engine", "0.0.0", "plan-version"), ("format", 0, "plan-version")],
)
def test_a_plan_of_another_version_is_refused(
    yangtze: str, key: str, value: object, code: str
) -> None:
    head, body = parts(yangtze)
    assert refused(signed({**head, key: value}, body)) == code


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Bound","low"', '"Bound","lowest"'),
        ('"Bound"', '"subprocess.Popen"'),
        ('["piece","Target"]', '["piece","subprocess"]'),
        ('["date"]', '["eval"]'),
    ],
)
def test_a_plan_makes_nothing_but_what_plans_are_made_of(yangtze: str, old: str, new: str) -> None:
    """Not even where whoever changed it has worked out the digest."""
    head, body = parts(yangtze)
    assert old in body
    assert refused(signed(head, body.replace(old, new, 1))) == "plan-version"


def test_a_plan_of_another_state_of_this_version_says_so(yangtze: str) -> None:
    head, body = parts(yangtze)
    with pytest.raises(TargetcheckError, match=f"another state of targetcheck {tc.__version__},"):
        plan_of_text(signed(head, body.replace('["date"]', '["eval"]', 1)), "p.json")
    with pytest.raises(TargetcheckError, match=r"compiled by targetcheck 0\.0\.0, and this is"):
        plan_of_text(signed({**head, "engine": "0.0.0"}, body), "p.json")


def test_equal_values_of_another_text_are_not_the_same() -> None:
    """0.50 says how many decimals a clause has."""
    assert _same(Decimal("0.5"), Decimal("0.5"))
    assert _same([1, "a"], [1, "a"])
    assert not _same(Decimal("0.50"), Decimal("0.5"))
    assert not _same(1, 2)


def test_every_model_of_a_ruleset_has_a_name_in_compiled_plans() -> None:
    bases = {"BaseModel", "Piecewise", "Part", "Named"}
    found = {}
    for module in walk_packages(targetcheck.ruleset.__path__, "targetcheck.ruleset."):
        if module.name.endswith(".coverage_file"):  # lies beside a ruleset, is no part of its plan
            continue
        for name, each in vars(import_module(module.name)).items():
            if isinstance(each, type) and issubclass(each, BaseModel) and name not in bases:
                found[each.__name__] = each.__module__
    assert {n: m for n, m in found.items() if n not in bases} == MODELS


def test_the_digest_also_covers_what_the_head_says(yangtze: str) -> None:
    head, body = parts(yangtze)
    digest = digest_of(head, body)
    for key in ("ruleset", "ruleset_digest", "profile", "engine"):
        assert digest_of({**head, key: "x"}, body) != digest


def test_a_plan_is_of_one_profile(yangtze: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(yangtze, encoding="utf-8")
    assert tc.compile_plan(file, "default").profile_name == "default"
    with pytest.raises(TargetcheckError) as caught:
        tc.compile_plan(file, "strict")
    assert caught.value.diagnostics[0].code == "plan-profile"


def test_loading_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    for name, code in (("other.json", "plan-damaged"), ("none.json", "file-missing")):
        with pytest.raises(TargetcheckError) as caught:
            api.load_plan(tmp_path / name)
        assert caught.value.diagnostics[0].code == code


def test_a_plan_is_no_ruleset_that_could_be_read_or_edited(yangtze: str, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(yangtze, encoding="utf-8")
    with pytest.raises(TargetcheckError) as caught:
        tc.load_ruleset(tmp_path / "plan.json")
    assert [found.code for found in caught.value.diagnostics] == ["plan-no-ruleset"]


def test_a_plan_goes_to_a_file_and_back(tmp_path: Path) -> None:
    plan = tc.compile_plan(YANGTZE)
    api.save_plan(plan, tmp_path / "plan.json")
    assert api.load_plan(tmp_path / "plan.json") == plan


def test_pieces_that_were_read_stand_for_their_models(yangtze: str) -> None:
    plan, ruleset = plan_of_text(yangtze, "plan.json"), tc.load_ruleset(YANGTZE)
    target, same = plan.ruleset.target("outfalls-2024"), ruleset.target("outfalls-2024")
    assert type(target) is StandIn
    assert isinstance(target, Target)
    assert isinstance(plan.ruleset, Ruleset)
    assert isinstance(plan.profile.pace, Schedule)
    assert (target, repr(target)) == (same, repr(same))
    assert hash(target.cite[0]) == hash(same.cite[0])
    assert same == target
    assert target.requirements() == same.requirements()
    assert plan.ruleset.where(("targets", 0)).line == 0
    assert plan.ruleset.all_indicators().keys() == ruleset.all_indicators().keys()
    assert pickle.loads(pickle.dumps(target)) == same
    assert digest_of_ruleset(plan.ruleset) == digest_of_ruleset(ruleset)
    assert digest_of_ruleset(pickle.loads(pickle.dumps(plan.ruleset))) == digest_of_ruleset(ruleset)
    with pytest.raises(KeyError):
        plan.ruleset.target("none")
    with pytest.raises(AttributeError):
        _ = target.none
    with pytest.raises(TypeError):
        target.__class__ = int  # type: ignore[assignment]


def test_a_plan_of_some_questions_and_of_a_given_profile_can_be_kept(tmp_path: Path) -> None:
    plan = tc.compile_plan(YANGTZE, {"compare": "full", "close_call": "0.050"})
    few = replace(plan, questions=tuple(plan.questions)[:7])
    api.save_plan(few, tmp_path / "plan.json")
    again = api.load_plan(tmp_path / "plan.json")
    assert (again, again.profile_name) == (few, "given")
    assert str(again.profile.close_call) == "0.050"
    assert len(tc.evaluate(tmp_path / "plan.json", TABLE, as_of=date(2024, 9, 30))) == 7


def test_a_plan_holds_no_binary_fractions() -> None:
    plan = replace(tc.compile_plan(YANGTZE), profile_name=0.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="float"):
        api.plan_text(plan)
