"""One target under libFuzzer: `one_target.py PROGRAM NAME [options of libFuzzer] CORPUS`."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parents[2] / "tests/robust")]
with atheris.instrument_imports(include=["targetcheck"]):
    from fuzz_targets import tried


def main() -> None:
    """Pass the command line on to libFuzzer."""
    _, program, name, *options = sys.argv
    atheris.Setup([program, *options], lambda raw: tried(name, raw))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
