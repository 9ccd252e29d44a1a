"""Mutants of the engine: made by mutmut, drawn at random, written as a copy of the source.

Input: the folders that decide verdicts. Output: a copy of `src/` in which each function with a drawn
mutant has a trampoline to it, and a list of the mutants with their lines before and after.
"""

from __future__ import annotations

import difflib
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import libcst as cst
from mutmut.mutation.file_mutation import combine_mutations_to_source, create_mutations
from mutmut.utils.format_utils import get_mutant_name

ROOT = Path(__file__).parents[2]
FOLDERS = ("kernel", "plan", "quantities", "periods", "escalation")
WORDS = re.compile(r"[ 　-鿿＀-￯]")
"""A text with a blank or a Chinese character is for people; the page of messages is compared."""


@dataclass(frozen=True)
class Mutant:
    """One changed place: its name in the copy, its file and function, the lines before and after."""

    name: str
    file: str
    function: str
    before: str
    after: str

    @property
    def change(self) -> str:
        """Return the change in one line, the same whatever else stands in the file."""
        return f"{self.file} {self.function}: {self.before} -> {self.after}"


def drawn(size: int, seed: int, copy: Path) -> tuple[int, list[Mutant]]:
    """Write the copy with a sample of mutants; return how many there are, and the sample."""
    found = list(_every())
    random = Random(seed)  # noqa: S311  # a sample that can be drawn again
    chosen = random.sample(found, min(size, len(found)))
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
    rulesets = copy.parent / "rulesets"  # bundled ones are found beside the source
    if not rulesets.exists():
        rulesets.symlink_to(ROOT / "rulesets")
    by_file: dict[Path, list[int]] = defaultdict(list)
    for path, number in chosen:
        by_file[path].append(number)
    named = {
        key: mutant
        for path in sorted(by_file)
        for key, mutant in _written(path, sorted(by_file[path]), copy)
    }
    return len(found), [named[key] for key in chosen]


def _every() -> Iterator[tuple[Path, int]]:
    """Yield each mutant as its file and its number there; words for people are left out."""
    for folder in FOLDERS:
        for path in sorted((ROOT / "src/targetcheck" / folder).rglob("*.py")):
            _, mutations, _, _ = create_mutations(str(path), path.read_text("utf-8"))
            for number, mutation in enumerate(mutations):
                node = mutation.original_node
                words = isinstance(node, cst.SimpleString) and WORDS.search(node.value)
                if (
                    isinstance(mutation.contained_by_top_level_function, cst.FunctionDef)
                    and not words
                ):
                    yield path, number


def _written(
    path: Path, numbers: list[int], copy: Path
) -> Iterator[tuple[tuple[Path, int], Mutant]]:
    """Write one file with some of its mutants, and give them by their numbers."""
    source = path.read_text("utf-8")
    module, mutations, classes, functions = create_mutations(str(path), source)
    inside = path.relative_to(ROOT / "src")
    # Mutants are numbered within each function, in the order in which they are given.
    some = {number: mutations[number] for number in numbers}
    made = combine_mutations_to_source(module, list(some.values()), classes, functions)
    (copy / inside).write_text(made.code, "utf-8")
    waiting: dict[str, list[str]] = defaultdict(list)
    for name in made.mutant_names:
        waiting[name.rpartition("__mutmut_")[0]].append(name)
    for number, mutation in some.items():
        function: Any = mutation.contained_by_top_level_function
        name = waiting[_mangled(module, function)].pop(0)
        before, after = _lines(module, function, mutation)
        full = get_mutant_name(path.relative_to(ROOT), name)
        yield (path, number), Mutant(full, str(inside), function.name.value, before, after)


def _mangled(module: cst.Module, function: Any) -> str:
    """Return the name of a function as mutmut writes it, the class of a method before it."""
    for part in module.body:
        if isinstance(part, cst.ClassDef) and function in part.body.body:
            return f"xǁ{part.name.value}ǁ{function.name.value}"
    return f"x_{function.name.value}"


def _lines(module: cst.Module, function: cst.FunctionDef, mutation: Any) -> tuple[str, str]:
    """Return the lines that a mutant changes, before and after."""
    changed: Any = function.deep_replace(mutation.original_node, mutation.mutated_node)
    pair = [module.code_for_node(node).splitlines() for node in (function, changed)]
    lines = list(difflib.ndiff(*pair))
    return tuple(  # type: ignore[return-value]
        " ".join(line[2:].strip() for line in lines if line.startswith(mark)) for mark in "-+"
    )
