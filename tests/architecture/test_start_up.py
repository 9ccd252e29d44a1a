"""Start-up stays small: what an evaluation has loaded is counted, and what waits is named truly.

Times depend on the machine; the number of modules does not. A ceiling is what was reached when it
was set, and is lowered with each module that an evaluation no longer loads.
"""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "targetcheck"
RULESET = "hubei/huangshi-yangtze-2024"
TABLE = ROOT / "examples" / "huangshi" / "2024q3.csv"
FILES = [p for p in sorted(SOURCE.rglob("*.py")) if "on_first_use(" in p.read_text("utf-8")]

COUNT = """
import sys
before = set(sys.modules)
import targetcheck as tc
if len(sys.argv) > 1:
    tc.evaluate(sys.argv[1], sys.argv[2], as_of="2024-09-30")
heads = [name.split(".")[0] for name in set(sys.modules) - before]
print(heads.count("targetcheck"), sum(head not in sys.stdlib_module_names for head in heads))
"""


def loaded(*arguments: str) -> tuple[int, int]:
    """Give the modules of the project, and with them those of other libraries, in a new process."""
    command = [sys.executable, "-c", COUNT, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    own, others = map(int, done.stdout.split())
    return own, others


def test_importing_the_package_loads_two_modules():
    assert loaded() == (2, 2)


def test_an_evaluation_from_yaml_loads_142_modules_of_the_project():
    own, outside = loaded(RULESET, str(TABLE))
    assert own <= 142
    assert outside - own <= 75  # pydantic and PyYAML


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "huangshi.plan.json"
    command = [sys.executable, "-m", "targetcheck", "compile", RULESET, "-o", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run(command, capture_output=True, check=True, env=environment)
    return str(path)


def test_an_evaluation_from_a_plan_loads_107_modules_and_no_other_library(plan):
    own, outside = loaded(plan, str(TABLE))
    assert own <= 107
    assert outside == own


def waiting(path: Path) -> dict[str, str]:
    """Give the modules that a file loads on first use, by the name that stands for each."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            call = node.value
            if isinstance(call.func, ast.Name) and call.func.id == "on_first_use":
                (target,), (home,) = node.targets, call.args
                assert isinstance(target, ast.Name)
                assert isinstance(home, ast.Constant)
                found[target.id] = str(home.value)
    return found


def checked(path: Path) -> dict[str, str]:
    """Give the modules that a file imports for the checks of types, by name."""
    found = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for each in node.body:
                if isinstance(each, ast.ImportFrom):
                    found |= {alias.name: f"{each.module}.{alias.name}" for alias in each.names}
                elif isinstance(each, ast.Import):
                    found |= {alias.name: alias.name for alias in each.names}
    return found


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if p.name != "first_use.py"],
    ids=lambda p: p.relative_to(SOURCE).as_posix(),
)
def test_what_waits_is_the_module_that_types_are_checked_against(path):
    types = checked(path)
    assert waiting(path)
    for name, home in waiting(path).items():
        assert types.get(name) == home
        assert importlib.util.find_spec(home) is not None
