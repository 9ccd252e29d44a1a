"""The program `targetcheck`, also as `python -m targetcheck`."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line of the process and return its exit code."""
    # Loading creates many long-lived objects; garbage collection would cost a tenth of a run.
    gc.set_threshold(100_000, 50, 50)
    from targetcheck.cli.entry_point import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
