"""The house keeps its shape: one direction, small files, small functions, true signposts."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "targetcheck"
FILES = sorted(SOURCE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc"}


def test_imports_point_one_way():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_a_file_says_one_thing(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400
    assert path.stem not in FORBIDDEN_NAMES
    assert ast.get_docstring(ast.parse("\n".join(lines))), "a module says what it is"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_a_function_fits_on_a_screen(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = [
        f"{node.name} ({length} lines)"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := _body_lines(node)) > 60
    ]
    assert not long


def _body_lines(node):
    docstring = ast.get_docstring(node, clean=False)
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1 - (len(docstring.splitlines()) if docstring else 0)


def test_the_architecture_page_points_to_what_is_there():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"((?:src|docs|tests|rulesets)/[\w./-]+)", text)
    missing = [name for name in named if not (ROOT / name.rstrip("/.")).exists()]
    assert named
    assert not missing


def test_importing_the_package_loads_no_heavy_library():
    heavy = "pint pandas polars pyarrow numpy narwhals rich typer openpyxl duckdb scipy".split()
    code = f"import sys, targetcheck; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_evaluating_loads_no_wording():
    code = (
        "import sys, targetcheck as tc; r = tc.evaluate('hubei/huangshi-yangtze-2024', [],"
        " as_of='2024-09-30'); r.summary();"
        " print([m for m in sys.modules if m.startswith('targetcheck.verdicts.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = {name.removeprefix("targetcheck.verdicts.") for name in ast.literal_eval(done.stdout)}
    assert names == {"verdict", "verdict_data"}


def test_the_face_is_small_and_complete():
    import targetcheck

    assert len(targetcheck.__all__) <= 25
    assert all(hasattr(targetcheck, name) for name in targetcheck.__all__)


def test_no_clock_is_read_by_the_engine():
    clock = re.compile(r"\b(?:date\.today|datetime\.now|datetime\.utcnow|time\.time)\(")
    floors = (
        "errors.py",
        "quantities",
        "periods",
        "tables",
        "ruleset",
        "plan",
        "observations",
        "kernel",
        "columnar",
        "verdicts",
        "evaluation",
    )
    hits = [
        path
        for path in FILES
        if path.relative_to(SOURCE).parts[0] in floors and clock.search(path.read_text("utf-8"))
    ]
    assert not hits
