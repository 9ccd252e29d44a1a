"""Do the quotes stand in the document, word for word, and is it the document that was read.

Layer: lint. Output: quote-not-in-text, text-changed, quote-not-locked, and the lock itself:
`{"sha256": hash of the text, "quotes": {target id: [hash of each quote]}}`, kept beside the ruleset
so that quotes can be checked where the text is not at hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from targetcheck.lint.finding import Findings, finding
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import citations
from targetcheck.ruleset.validation.escalation_checks import escalation_citations

_SUM = "sum:"


def make_lock(ruleset: Ruleset, text: str) -> dict[str, object]:
    """Give the lock of the quotes that stand in a text; a quote that does not is left out."""
    bare, quotes = _bare(text), dict[str, list[str]]()
    for owner, _, quote in _quotes(ruleset):
        if _bare(quote) in bare:
            quotes.setdefault(owner, []).append(_hash(_bare(quote)))
    return {"sha256": _hash(text), "quotes": {k: sorted(set(v)) for k, v in sorted(quotes.items())}}


def check_text(ruleset: Ruleset, text: str) -> Findings:
    """Yield every quote that does not stand in the text, and whether the text is another one."""
    expected = ruleset.document.sha256
    if expected is not None and expected.strip().lower() != _hash(text):
        yield finding(
            "text-changed",
            ("document", "sha256"),
            (
                f"the text has the hash {_hash(text)[:12]}…, not {expected[:12]}…",
                f"文本的哈希为 {_hash(text)[:12]}…，与所记 {expected[:12]}… 不符",
            ),
            (
                f"check the quotes against this text, then write `sha256: {_hash(text)}`",
                f"请对照该文本核对引文，再写 sha256: {_hash(text)}",
            ),
        )
    bare = _bare(text)
    for owner, path, quote in _quotes(ruleset):
        if _bare(quote) not in bare:
            yield finding(
                "quote-not-in-text",
                path,
                (
                    f"the quote of `{owner.removeprefix(_SUM)}` does not stand in the document: "
                    f"`{_short(quote)}`",
                    f"“{owner.removeprefix(_SUM)}”的引文不见于原文：{_short(quote)}",
                ),
                ("copy the fragment from the text as it stands", "请从原文逐字摘录"),
            )


def check_lock(ruleset: Ruleset, lock: Mapping[str, object]) -> Findings:
    """Yield every quote that the lock does not hold."""
    quotes = lock.get("quotes")
    held = quotes if isinstance(quotes, Mapping) else {}
    for owner, path, quote in _quotes(ruleset):
        if _hash(_bare(quote)) not in (held.get(owner) or ()):
            yield finding(
                "quote-not-locked",
                path,
                (
                    f"the quote of `{owner.removeprefix(_SUM)}` was never found in the document: "
                    f"`{_short(quote)}`",
                    f"“{owner.removeprefix(_SUM)}”的引文未经原文核对：{_short(quote)}",
                ),
                (
                    "lint with the text of the document at hand and write the lock anew",
                    "请在有原文文本时重新核对并更新锁定文件",
                ),
            )


def _quotes(ruleset: Ruleset) -> Iterator[tuple[str, Path, str]]:
    """Yield (owner, path, quote) for every quote of the ruleset."""
    for number, target in enumerate(ruleset.targets):
        for path, cite in citations(number, target):
            yield target.id, (*path, "quote"), cite.quote
    for number, item in enumerate(ruleset.sums):
        if item.cite is not None:
            yield _SUM + item.id, ("sums", number, "cite", "quote"), item.cite.quote
    for section, name, path, cite in escalation_citations(ruleset):
        yield f"{section}:{name}", (section, name, *path, "quote"), cite.quote


def _bare(text: str) -> str:
    """Give a text without white space, which line and page breaks scatter at will."""
    return "".join(text.split())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _short(quote: str) -> str:
    return quote if len(quote) <= 40 else quote[:39] + "…"
