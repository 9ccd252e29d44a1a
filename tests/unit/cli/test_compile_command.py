"""`compile` writes what every other command takes in place of the ruleset."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from targetcheck.cli.entry_point import run

ROOT = Path(__file__).parents[3]
RULESET = "hubei/huangshi-yangtze-2024"
TABLE = str(ROOT / "examples" / "huangshi" / "2024q3.csv")
DAY = ("--as-of", "2024-09-30")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("plans") / "plan.json"
    assert run(["compile", RULESET, "-o", str(file)]) == 0
    return str(file)


@pytest.mark.parametrize(
    "words",
    [
        ["evaluate", "@", TABLE, *DAY, "--format", "json"],
        ["evaluate", "@", TABLE, *DAY, "--lang", "zh", "--place", "huangshi"],
        ["evaluate", "@", TABLE, *DAY, "--format", "sarif"],
        ["explain", "@", TABLE, "outfalls-2024", *DAY],
        ["what-if", "@", TABLE, *DAY],
    ],
)
def test_a_command_says_the_same_of_a_plan(
    words: list[str], compiled: str, capsys: pytest.CaptureFixture[str]
) -> None:
    codes, texts = [], []
    for source in (RULESET, compiled):
        codes.append(run([source if word == "@" else word for word in words]))
        texts.append(capsys.readouterr())
    assert texts[1] == texts[0]
    assert codes[1] == codes[0]
    assert texts[0].out


def test_a_plan_is_told_apart_from_that_of_a_changed_ruleset(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, plan = tmp_path / "town.yaml", tmp_path / "town.json"
    text = (ROOT / "tests" / "golden" / "town" / "ruleset.yaml").read_text(encoding="utf-8")
    rules.write_text(text, encoding="utf-8")
    again = ["compile", str(rules), "-o", str(plan), "--check"]
    assert run(["compile", str(rules), "-o", str(plan), "--lang", "en"]) == 0
    assert "target instances compiled" in capsys.readouterr().err
    assert run(again) == 0
    rules.write_text("# a comment means nothing\n" + text, encoding="utf-8")
    assert run(again) == 0
    rules.write_text(text.replace("95 %", "96 %"), encoding="utf-8")
    assert run([*again, "--lang", "zh"]) == 1
    assert "需重新编译" in capsys.readouterr().err


def test_a_damaged_plan_and_another_profile_are_refused(
    compiled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.json"
    file.write_text(Path(compiled).read_text(encoding="utf-8").replace("95", "59"), "utf-8")
    assert run(["evaluate", str(file), TABLE, *DAY, "--lang", "en"]) == 2
    assert "plan-damaged" in capsys.readouterr().err
    assert run(["evaluate", compiled, TABLE, *DAY, "--profile", "other", "--lang", "en"]) == 2
    assert "plan-profile" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_plan_is_judged_on_the_command_line_without_pydantic(form: str, compiled: str) -> None:
    """What takes a plan must not load pydantic by another road: it is most of a cold start."""
    code = (
        "import sys\n"
        "from targetcheck.cli.entry_point import run\n"
        "code = run(sys.argv[1:])\n"
        "assert 'pydantic' not in sys.modules, 'pydantic was loaded'\n"
        "sys.exit(code)\n"
    )
    words = ["evaluate", compiled, TABLE, *DAY, "--format", form]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
