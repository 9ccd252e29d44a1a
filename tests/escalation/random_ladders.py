"""Random ladders, histories and tallies for the tests of escalation."""

from __future__ import annotations

from hypothesis import strategies as st

from targetcheck.escalation.ladder_state_machine import Event, LadderShape, Tally


@st.composite
def shapes(draw):
    """A ladder of one to four steps, each due after one to six periods."""
    after = tuple(sorted(draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))))
    return LadderShape(after, draw(st.integers(1, len(after))))


def events(shape):
    """What happens in a period: anything, lagging most often."""
    behind = st.builds(Event, st.just("behind"), st.integers(0, len(shape.after)))
    others = st.sampled_from(["veto", "clear", "hold", "waived"])
    return st.one_of(behind, behind, st.builds(Event, others, st.just(0)))


def histories(shape, most=10):
    """What happens to a subject, period after period."""
    return st.lists(events(shape), max_size=most)


tallies = st.lists(
    st.builds(
        Tally,
        st.sampled_from(["at_least", "every", "none"]),
        st.integers(0, 5),
        st.integers(0, 3),
        st.integers(1, 4),
    ),
    min_size=1,
    max_size=4,
)
