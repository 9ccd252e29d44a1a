"""Print the size of the package: tokens without comments, files, and the longest file."""

from __future__ import annotations

import tokenize
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "targetcheck"
_LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def tokens(file: Path) -> int:
    """Return the number of Python tokens in a file, without comments and layout."""
    with tokenize.open(file) as lines:
        return sum(each.type not in _LAYOUT for each in tokenize.generate_tokens(lines.readline))


def main() -> None:
    """Print the size of the package, one line for each number."""
    files = sorted(SOURCE.rglob("*.py"))
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    longest = max(lengths, key=lambda file: lengths[file])
    print(f"tokens   {sum(map(tokens, files)):,}")
    print(f"files    {len(files)}")
    print(f"longest  {longest.relative_to(SOURCE)} ({lengths[longest]} lines)")


if __name__ == "__main__":
    main()
