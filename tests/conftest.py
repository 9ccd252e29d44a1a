"""What all tests share: recorded outputs, and one command that rewrites them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

EXPECTED = Path(__file__).parent / "golden" / "expected"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the recorded outputs under tests/golden/expected; read the diff afterwards",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Give a function that compares a text with the one recorded under a name."""
    update = bool(request.config.getoption("--update-golden"))

    def check(name: str, text: str) -> None:
        path = EXPECTED / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        elif not path.is_file():
            pytest.fail(f"nothing is recorded as {name}: run `make golden-update` and read it")
        else:
            assert text == path.read_bytes().decode("utf-8"), "see `make golden-update`"

    return check
