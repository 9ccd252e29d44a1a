"""Print how drafts of texts compare with the bundled rulesets: `python tools/draft_figures TEXTS`.

Layer: tools. TEXTS is a folder of the texts; without it the folder `shared/seeds` beside the
checkout. `--misses` prints every figure missed, wrong or too many.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from draft_figures.comparison_table import Comparison, compared, printed
from targetcheck.ruleset_locator import bundled_folder, bundled_rulesets


def main() -> int:
    """Compare every text that belongs to a bundled ruleset; return 0."""
    parser = argparse.ArgumentParser(prog="python tools/draft_figures")
    default = Path(__file__).parents[3] / "shared" / "seeds"
    parser.add_argument("texts", type=Path, nargs="?", default=default)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    total = Comparison("all")
    texts = {
        hashlib.sha256(raw).hexdigest(): raw.decode("utf-8-sig")
        for file in sorted(given.texts.glob("*.txt"))
        for raw in [file.read_bytes()]
    }
    by_text: dict[str, list[Path]] = {}
    for name in bundled_rulesets():
        folder = bundled_folder() / name
        words = (folder / "ruleset.yaml").read_text("utf-8")
        for digest in texts:
            if digest in words:
                by_text.setdefault(digest, []).append(folder)
    for digest, folders in by_text.items():
        for one in compared(texts[digest], folders):
            sys.stdout.write(printed(one, misses=given.misses))
            total.add(one)
    sys.stdout.write(printed(total, misses=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
