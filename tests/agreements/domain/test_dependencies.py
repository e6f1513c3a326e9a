from datetime import date
from graphlib import CycleError, TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.dependencies import Dependency, lands_on, slack_days, would_cycle

CHAIN = [Dependency(upstream=1, downstream=2), Dependency(upstream=2, downstream=3)]
edges = st.builds(Dependency, upstream=st.integers(1, 6), downstream=st.integers(1, 6))


@pytest.mark.parametrize(
    ("upstream", "downstream", "expected"),
    [(1, 3, False), (3, 4, False), (3, 1, True), (3, 2, True), (1, 1, True)],
    ids=["a short cut", "one more", "back to the start", "back one", "itself"],
)
def test_waiting_must_not_close_a_circle(upstream: int, downstream: int, expected: bool) -> None:
    assert would_cycle(Dependency(upstream=upstream, downstream=downstream), among=CHAIN) is expected


@given(found=st.lists(edges, max_size=12))
def test_edges_added_one_by_one_never_hold_a_circle(found: list[Dependency]) -> None:
    kept: list[Dependency] = []
    refused: list[Dependency] = []
    for edge in found:
        (refused if would_cycle(edge, among=kept) else kept).append(edge)

    circles = [has_circle(kept), *(has_circle([*kept, edge]) for edge in refused)]

    assert circles == [False, *(True for _ in refused)]


def has_circle(found: list[Dependency]) -> bool:
    graph: TopologicalSorter[int] = TopologicalSorter()
    for edge in found:
        graph.add(edge.downstream, edge.upstream)
    try:
        graph.prepare()
    except CycleError:
        return True
    return False


@pytest.mark.parametrize(
    ("own_due", "upstream_due", "lag_days", "expected"),
    [
        (date(2027, 3, 16), date(2027, 3, 15), 1, date(2027, 3, 16)),
        (date(2027, 3, 16), date(2027, 3, 22), 1, date(2027, 3, 23)),
        (date(2027, 3, 16), date(2027, 3, 19), 1, date(2027, 3, 20)),
        (date(2027, 3, 30), date(2027, 3, 22), 1, date(2027, 3, 30)),
    ],
    ids=["as planned", "moved on", "onto a Saturday", "slack takes it"],
)
def test_what_waits_lands_after_its_upstream(own_due: date, upstream_due: date, lag_days: int, expected: date) -> None:
    assert lands_on(own_due, upstream_due=upstream_due, lag_days=lag_days) == expected


@pytest.mark.parametrize(
    ("own_due", "upstream_due", "lag_days", "expected"),
    [
        (date(2027, 3, 16), date(2027, 3, 15), 1, 0),
        (date(2027, 3, 30), date(2027, 3, 22), 1, 7),
        (date(2027, 3, 16), date(2027, 3, 22), 1, -7),
    ],
)
def test_slack_is_what_the_upstream_may_still_move(
    own_due: date, upstream_due: date, lag_days: int, expected: int
) -> None:
    assert slack_days(own_due, upstream_due=upstream_due, lag_days=lag_days) == expected
