"""The quotes of a ruleset, and the lock file of those that were found in the document.

Layer: lint. Input: Ruleset, text of the document, `quotes.lock.json`. Output: quotes, the lock.

The lock, `{"sha256": hash of the text, "quotes": {id of the owner: [hash of each quote]}}`, is kept
beside the ruleset, so that quotes can be checked where the text is not available.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import decode_utf8, read_bytes, write_file
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import citations
from targetcheck.ruleset.validation.escalation_checks import escalation_citations

LOCK_NAME = "quotes.lock.json"
_SUM = "sum:"


@dataclass(frozen=True, slots=True)
class LocatedQuote:
    """A quote with its path; `owner` is a target id, `sum:id` or `section:name`."""

    owner: str
    path: Path
    text: str

    @property
    def owner_id(self) -> str:
        """The owner as messages name it."""
        return self.owner.removeprefix(_SUM)

    @property
    def excerpt(self) -> str:
        """At most 40 characters of the quote."""
        return self.text if len(self.text) <= 40 else self.text[:39] + "…"


def quotes_of(ruleset: Ruleset) -> Iterator[LocatedQuote]:
    """Yield every quote of a ruleset: of targets, of sums and of escalation."""
    for number, target in enumerate(ruleset.targets):
        for path, cite in citations(number, target):
            yield LocatedQuote(target.id, (*path, "quote"), cite.quote)
    for number, item in enumerate(ruleset.sums):
        if item.cite is not None:
            path = ("sums", number, "cite", "quote")
            yield LocatedQuote(_SUM + item.id, path, item.cite.quote)
    for section, name, path, cite in escalation_citations(ruleset):
        yield LocatedQuote(f"{section}:{name}", (section, name, *path, "quote"), cite.quote)


def without_space(text: str) -> str:
    """Return a text without white space, which line and page breaks add anywhere."""
    return "".join(text.split())


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def make_lock(ruleset: Ruleset, text: str) -> dict[str, object]:
    """Return the lock of the quotes that a text contains; other quotes are left out."""
    plain, quotes = without_space(text), dict[str, list[str]]()
    for quote in quotes_of(ruleset):
        if without_space(quote.text) in plain:
            quotes.setdefault(quote.owner, []).append(_quote_hash(quote))
    found = {owner: sorted(set(hashes)) for owner, hashes in sorted(quotes.items())}
    return {"sha256": sha256_of(text), "quotes": found}


def is_locked(quote: LocatedQuote, lock: Mapping[str, object]) -> bool:
    """Return whether a lock lists a quote for its owner."""
    quotes = lock.get("quotes")
    listed = quotes if isinstance(quotes, Mapping) else {}
    return _quote_hash(quote) in (listed.get(quote.owner) or ())


def write_lock(ruleset: Ruleset, text: str, folder: FilePath) -> None:
    """Write the lock of a ruleset to its folder."""
    lock = make_lock(ruleset, text)
    write_file(folder / LOCK_NAME, json.dumps(lock, ensure_ascii=False, indent=1) + "\n")


def read_lock(folder: FilePath) -> Mapping[str, object] | None:
    """Return the lock in the folder of a ruleset; None if there is no such file.

    Raises TargetcheckError (`lock-unreadable`).
    """
    file = folder / LOCK_NAME
    if not file.is_file():
        return None
    try:
        lock = json.loads(decode_utf8(read_bytes(file, str(file)), str(file)))
    except json.JSONDecodeError as error:
        raise TargetcheckError(_unreadable(Where(str(file), line=error.lineno))) from None
    if not isinstance(lock, dict):
        raise TargetcheckError(_unreadable(Where(str(file))))
    return lock


def _quote_hash(quote: LocatedQuote) -> str:
    return sha256_of(without_space(quote.text))


def _unreadable(where: Where) -> Diagnostic:
    return Diagnostic(
        "lock-unreadable",
        "this is not a lock of quotes",
        "此文件不是引文锁定文件",
        "write it anew with `lint --text FILE --write-lock`",
        "请用 lint --text FILE --write-lock 重新生成",
        where,
    )
