"""No search for garbage while much is made; afterwards it is as it was."""

from __future__ import annotations

import gc

import pytest

from targetcheck.gc_pause import uncollected


@pytest.fixture(autouse=True)
def _as_it_was():
    enabled = gc.isenabled()
    gc.unfreeze()  # whatever else in this process has frozen
    gc.enable()
    yield
    gc.unfreeze()
    if not enabled:
        gc.disable()


def watched(thing):
    """Say whether the collector looks at an object; counts would depend on all others."""
    return any(one is thing for one in gc.get_objects())


def test_what_was_made_is_old_at_once():
    gc.collect()
    with uncollected():
        assert not gc.isenabled()
        made = [[] for _ in range(50_000)]
    assert gc.isenabled()
    old = {id(one) for one in gc.get_objects(generation=2)}
    assert set(map(id, made)) <= old


def test_what_is_off_stays_off():
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


def test_what_a_program_froze_stays_frozen():
    kept = [[]]
    gc.freeze()
    with uncollected():
        pass
    assert not watched(kept), "a frozen object is looked at no more"
    gc.unfreeze()
    assert watched(kept)


def test_an_error_leaves_it_on():
    with pytest.raises(ValueError, match="x"), uncollected():
        raise ValueError("x")
    assert gc.isenabled()
