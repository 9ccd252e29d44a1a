"""Names that a stranger guesses: folders, file stems, registries, signposts."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "targetcheck"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if p.name != "__init__.py")
REGISTRIES = {"cli/commands", "kernel/progress_methods", "lint/rules"}
"""Folders of like plug-ins, whose file names are the keys that users write."""
FORBIDDEN = set(
    "utils util helpers helper common base misc shared support core words wording phrases prose"
    " account accounts said shown made tested asked listed carrying composing judging choosing"
    " comparing parting turning laid ahead across beside odd ways parts pieces forms stand_in"
    " as_typed".split()
)
WORDS = {
    "report": {"cli/commands", "api"},
    "schema": {"output/ruleset_text", "cli/commands"},
    "ladder": {"escalation", "ruleset", "ruleset/validation"},
    "standing": {"escalation"},
    "standings": {"escalation"},
    "form": {"output/reporting_form"},
    "rule": {"lint", "cli/commands"},
    "layout": {"tables", "tables/sheet_layout"},
}
"""Words that name one thing, and the folders where a file may carry them."""


def folder(path):
    return path.parent.relative_to(SOURCE).as_posix()


def stems():
    return [p for p in MODULES if folder(p) not in REGISTRIES]


def test_a_stem_names_one_file():
    counts = Counter(p.stem for p in stems())
    assert [stem for stem, count in counts.items() if count > 1] == []


def test_no_two_stems_differ_by_an_ending_only():
    def root(stem):
        return tuple(re.sub(r"(?:ing|ed|ion|er|es|s|e)$", "", word) for word in stem.split("_"))

    counts = Counter(root(p.stem) for p in stems())
    assert [word for word, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_a_stem_says_what_the_file_holds(path):
    assert path.stem not in FORBIDDEN


def test_a_word_stands_where_its_subject_is():
    wrong = [
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        for word in path.stem.split("_")
        if word in WORDS and not {folder(path)} & WORDS[word]
    ]
    assert wrong == []


def test_a_folder_holds_at_most_twelve_modules():
    counts = Counter(folder(p) for p in MODULES if p.parent != SOURCE)
    large = {name: n for name, n in counts.items() if n > 12 and name not in REGISTRIES}
    assert large == {}
    assert [name for name, n in counts.items() if n == 1] == []
    assert all(len(Path(name).parts) <= 2 for name in counts)


def test_every_command_has_a_file_of_its_name():
    from targetcheck.cli.command_registry import COMMANDS, GROUPS

    files = {p.stem for p in (SOURCE / "cli" / "commands").glob("*.py")} - {"__init__"}
    named = {entry.module for entry in COMMANDS.values()} | set(GROUPS.values())
    assert files == named
    for name, entry in COMMANDS.items():
        assert entry.module in {name.replace("-", "_"), "show"}


def test_every_progress_method_has_a_file_and_a_section_of_its_name():
    from targetcheck.kernel.progress_methods import METHODS

    files = {p.stem for p in (SOURCE / "kernel" / "progress_methods").glob("*.py")}
    assert files - {"__init__"} == {*METHODS, "maintain"}
    page = (ROOT / "docs" / "how-to" / "methods.md").read_text(encoding="utf-8")
    assert [name for name in METHODS if not re.search(rf"\b{name}\b", page)] == []


def test_a_docstring_names_the_layer_that_its_file_is_in():
    wrong = []
    for path in MODULES:
        found = re.search(r"^.*?\bLayer: ([a-z_]+)", path.read_text("utf-8"), re.DOTALL)
        parts = path.relative_to(SOURCE).parts
        if found and len(parts) > 1 and found[1] != parts[0]:
            wrong.append(path.relative_to(SOURCE).as_posix())
    assert wrong == []


def test_the_architecture_page_names_every_folder_once():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    drawing = text.split("```")[1]
    folders = sorted(p.name for p in SOURCE.iterdir() if (p / "__init__.py").exists())
    counts = {
        name: len(re.findall(rf"(?m)^(?:.*?[|·] |  ){name}(?= )", drawing)) for name in folders
    }
    assert counts == dict.fromkeys(folders, 1)
