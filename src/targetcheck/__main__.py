"""The program `targetcheck`, also as `python -m targetcheck`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line of the process and give its exit code."""
    from targetcheck.cli.main import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
