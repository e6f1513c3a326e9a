from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.dependencies import Dependency
from agreements.domain.ripple import Effect, Graph, Node, RippleLine, Target, ripple
from teams.domain.calendar import WorkingCalendar

CALENDAR = WorkingCalendar(holidays=frozenset({date(2027, 3, 26), date(2027, 3, 29)}))  # Easter 2027
FEATURE, OUTREACH, REPORT, AUDIT = 1, 2, 3, 4
LAUNCH, TOOLING = 31, 27


def march(day: int) -> date:
    return date(2027, 3, day)


def april(day: int) -> date:
    return date(2027, 4, day)


def due(node: int, on: date, *, agreement: int = LAUNCH, needed_by: date | None = None) -> Node:
    return Node(node, agreement, on, needed_by)


def waits(downstream: int, upstream: int, lag_days: int = 0) -> Dependency:
    return Dependency(upstream=upstream, downstream=downstream, lag_days=lag_days)


def ask(graph: Graph, asked: Mapping[int, date | None]) -> tuple[RippleLine, ...]:
    return ripple(graph, asked=asked, calendar=CALENDAR)


def dates(lines: Sequence[RippleLine]) -> dict[int, date | None]:
    return {line.commitment: line.now for line in lines}


def only(lines: Sequence[RippleLine], commitment: int) -> RippleLine:
    (line,) = [line for line in lines if line.commitment == commitment]
    return line


GOLDEN = Graph(
    nodes=(due(FEATURE, march(15)), due(OUTREACH, march(16)), due(REPORT, march(31)), due(AUDIT, march(24))),
    edges=(waits(OUTREACH, FEATURE, 1), waits(REPORT, OUTREACH, 3), waits(AUDIT, FEATURE)),
)


def test_a_week_more_for_the_feature_moves_the_outreach_by_a_week() -> None:
    lines = ask(GOLDEN, {FEATURE: march(22)})

    assert lines == (
        RippleLine(
            commitment=FEATURE,
            agreement=LAUNCH,
            was=march(15),
            now=march(22),
            depth=0,
            via=None,
            effect=Effect.CHANGED,
            slack_was=None,
            slack_now=None,
            breaks_needed_by=False,
            is_new_break=False,
            is_working_day=True,
        ),
        RippleLine(
            commitment=OUTREACH,
            agreement=LAUNCH,
            was=march(16),
            now=march(23),
            depth=1,
            via=FEATURE,
            effect=Effect.MOVED,
            slack_was=0,
            slack_now=0,
            breaks_needed_by=False,
            is_new_break=False,
            is_working_day=True,
        ),
        RippleLine(
            commitment=REPORT,
            agreement=LAUNCH,
            was=march(31),
            now=march(31),
            depth=2,
            via=OUTREACH,
            effect=Effect.SLACK_SHRINKS,
            slack_was=12,
            slack_now=5,
            breaks_needed_by=False,
            is_new_break=False,
            is_working_day=True,
        ),
        RippleLine(
            commitment=AUDIT,
            agreement=LAUNCH,
            was=march(24),
            now=march(24),
            depth=1,
            via=FEATURE,
            effect=Effect.SLACK_SHRINKS,
            slack_was=9,
            slack_now=2,
            breaks_needed_by=False,
            is_new_break=False,
            is_working_day=True,
        ),
    )


SIX = Graph(
    nodes=(
        due(1, march(1), agreement=7),
        due(2, march(8), agreement=7),
        due(3, march(12), agreement=8),
        due(4, march(17), agreement=8),
        due(5, march(31), agreement=9),
        due(6, april(6), agreement=9),
    ),
    edges=(waits(2, 1, 7), waits(3, 2, 3), waits(4, 3, 5), waits(5, 4, 2), waits(6, 5, 0)),
)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        # Slack of 0, 1, 0, 12 and 6 days along the chain.
        (march(2), [march(2), march(9), march(12)]),
        (march(10), [march(10), march(17), march(20), march(25), march(31)]),
        (march(20), [march(20), march(27), march(30), april(4), april(6), april(6)]),
        (march(28), [march(28), april(4), april(7), april(12), april(14), april(14)]),
    ],
    ids=["taken up by the third", "by the fifth", "by the sixth", "to the end"],
)
def test_a_chain_of_six_over_three_agreements_moves_as_far_as_no_slack_takes_it(
    first: date, expected: list[date]
) -> None:
    lines = ask(SIX, {1: first})

    assert [line.now for line in lines] == expected
    assert [line.depth for line in lines] == list(range(len(expected)))


def test_a_chain_keeps_weekends_and_holidays_and_marks_them() -> None:
    lines = ask(SIX, {1: march(14)})

    assert [(line.now, line.is_working_day) for line in lines] == [
        (march(14), False),  # a Sunday
        (march(21), False),
        (march(24), True),
        (march(29), False),  # Easter Monday
        (march(31), True),
    ]


def test_the_holidays_change_marks_and_no_date() -> None:
    lines = ask(SIX, {1: march(14)})

    assert dates(lines) == dates(ripple(SIX, asked={1: march(14)}, calendar=WorkingCalendar()))


def test_a_leap_day_counts_as_a_day() -> None:
    graph = Graph(nodes=(due(1, date(2028, 2, 21)), due(2, date(2028, 2, 22))), edges=(waits(2, 1, 7),))

    assert dates(ask(graph, {1: date(2028, 2, 22)}))[2] == date(2028, 2, 29)


DIAMOND = (waits(2, 1, 1), waits(3, 1, 4), waits(4, 2, 1), waits(4, 3, 2))


@pytest.mark.parametrize(
    ("second", "third", "fourth", "expected"),
    [
        (march(16), march(19), march(21), (march(29), 3, Effect.MOVED)),
        (march(30), march(19), march(31), (march(31), 3, Effect.STAYS)),
        (march(16), march(30), april(1), (april(1), 2, Effect.STAYS)),
        (march(16), march(19), april(1), (april(1), 3, Effect.SLACK_SHRINKS)),
    ],
    ids=["by the longer way", "one arm does not move", "the other does not", "slack takes both"],
)
def test_the_end_of_a_diamond_waits_on_both_arms(
    second: date, third: date, fourth: date, expected: tuple[date, int, Effect]
) -> None:
    graph = Graph(nodes=(due(1, march(15)), due(2, second), due(3, third), due(4, fourth)), edges=DIAMOND)

    line = only(ask(graph, {1: march(23)}), 4)

    assert (line.now, line.via, line.effect) == expected


def test_each_commitment_of_a_diamond_has_one_line_under_what_decides_its_date() -> None:
    graph = Graph(
        nodes=(due(1, march(15)), due(2, march(16)), due(3, march(19)), due(4, march(21)), due(5, march(22))),
        edges=(*DIAMOND, waits(5, 1)),
    )

    lines = ask(graph, {1: march(23)})

    assert [(line.commitment, line.depth) for line in lines] == [(1, 0), (2, 1), (3, 1), (4, 2), (5, 1)]


def test_of_two_that_push_alike_the_first_by_number_is_named() -> None:
    graph = Graph(
        nodes=(due(1, march(15)), due(2, march(16)), due(3, march(17))), edges=(waits(3, 2, 1), waits(3, 1, 1))
    )

    assert only(ask(graph, {2: march(22), 1: march(22)}), 3).via == 1


CLOSE = Graph(  # the outreach waits on both
    nodes=(due(FEATURE, march(15)), due(AUDIT, march(20)), due(OUTREACH, march(24))),
    edges=(waits(OUTREACH, FEATURE, 1), waits(OUTREACH, AUDIT, 1)),
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({OUTREACH: march(18)}, (march(18), None, True)),
        ({OUTREACH: march(18), FEATURE: march(12)}, (march(18), None, True)),
        ({OUTREACH: march(18), FEATURE: march(16)}, (march(18), None, True)),
        ({OUTREACH: march(18), FEATURE: march(19)}, (march(20), FEATURE, True)),
        ({OUTREACH: march(18), FEATURE: march(23)}, (march(24), FEATURE, False)),
        ({OUTREACH: march(30), FEATURE: march(23)}, (march(30), None, False)),
        ({OUTREACH: march(24), FEATURE: march(25)}, (march(26), FEATURE, False)),
        ({OUTREACH: march(18), AUDIT: march(18)}, (march(18), None, True)),
        ({OUTREACH: march(18), AUDIT: march(19), FEATURE: march(18)}, (march(19), FEATURE, True)),
        ({OUTREACH: march(18), AUDIT: None}, (march(18), None, False)),
    ],
    ids=[
        "nothing it waits on moves",
        "something moves to an earlier day",
        "what moves later stays before it",
        "what moves pushes it, what does not still lands later",
        "pushed back to where it was",
        "late enough by itself",
        "another change of it, and pushed",
        "an earlier day that is not early enough",
        "pushed by the one that moves to a later day",
        "one is dropped",
    ],
)
def test_an_asked_date_stands_until_something_it_waits_on_moves_later(
    asked: dict[int, date | None], expected: tuple[date, int | None, bool]
) -> None:
    line = only(ask(CLOSE, asked), OUTREACH)

    assert line.effect is Effect.CHANGED
    assert (line.now, line.via, line.before_upstream) == expected


def test_what_was_asked_starts_a_tree_of_its_own_even_when_it_waits_on_the_other() -> None:
    lines = ask(GOLDEN, {OUTREACH: march(20), FEATURE: march(22)})

    assert [(line.commitment, line.depth, line.via) for line in lines] == [
        (FEATURE, 0, None),
        (AUDIT, 1, FEATURE),
        (OUTREACH, 0, FEATURE),
        (REPORT, 1, OUTREACH),
    ]


@pytest.mark.parametrize(
    ("needed_by", "expected"),
    [
        (None, (False, False)),
        (march(23), (False, False)),
        (march(22), (True, True)),
        (march(16), (True, True)),
        (march(15), (True, False)),
    ],
    ids=["no such day", "on the day", "a day after", "was on the day", "was broken before"],
)
def test_a_broken_needed_by_is_marked_and_refuses_nothing(needed_by: date | None, expected: tuple[bool, bool]) -> None:
    graph = Graph(
        nodes=(due(FEATURE, march(15)), due(OUTREACH, march(16), needed_by=needed_by)),
        edges=(waits(OUTREACH, FEATURE, 1),),
    )

    line = only(ask(graph, {FEATURE: march(22)}), OUTREACH)

    assert (line.now, line.breaks_needed_by, line.is_new_break) == (march(23), *expected)


def test_what_waits_on_a_dropped_commitment_stays_and_loses_that_wait() -> None:
    lines = ask(GOLDEN, {FEATURE: None})

    assert [(line.commitment, line.now, line.effect, line.slack_was, line.slack_now) for line in lines] == [
        (FEATURE, None, Effect.DROPPED, None, None),
        (OUTREACH, march(16), Effect.STAYS, 0, None),
        (AUDIT, march(24), Effect.STAYS, 9, None),
    ]


def test_dropping_breaks_nothing_and_asks_for_no_working_day() -> None:
    graph = Graph(
        nodes=(due(FEATURE, march(20), needed_by=march(1)),), targets=(Target(5, LAUNCH, date(2027, 12, 31)),)
    )

    (line,) = ask(graph, {FEATURE: None})

    assert (line.breaks_needed_by, line.is_working_day, line.targets) == (False, True, ())


def test_of_two_waits_the_one_that_is_not_dropped_decides() -> None:
    line = only(ask(CLOSE, {FEATURE: None, AUDIT: march(27)}), OUTREACH)

    assert (line.now, line.via, line.slack_now) == (march(28), AUDIT, 0)


def test_an_earlier_date_pulls_nothing_and_leaves_more_slack() -> None:
    lines = ask(GOLDEN, {FEATURE: march(8)})

    assert [(line.commitment, line.now, line.effect, line.slack_was, line.slack_now) for line in lines] == [
        (FEATURE, march(8), Effect.CHANGED, None, None),
        (OUTREACH, march(16), Effect.STAYS, 0, 7),
        (AUDIT, march(24), Effect.STAYS, 9, 16),
    ]


def test_any_other_change_touches_nothing_that_waits() -> None:
    assert dates(ask(GOLDEN, {FEATURE: march(15)})) == {FEATURE: march(15)}


def test_what_was_too_close_before_is_left_when_nothing_moves_later() -> None:
    graph = Graph(nodes=(due(FEATURE, march(20)), due(OUTREACH, march(16))), edges=(waits(OUTREACH, FEATURE, 1),))

    line = only(ask(graph, {FEATURE: march(18)}), OUTREACH)

    assert (line.now, line.slack_was, line.slack_now, line.before_upstream) == (march(16), -5, -3, True)


def test_only_what_is_open_moves_and_is_waited_for() -> None:
    delivered = Node(OUTREACH, LAUNCH, march(16), is_open=False)
    graph = Graph(
        nodes=(due(FEATURE, march(15)), delivered, due(REPORT, march(17))),
        edges=(waits(OUTREACH, FEATURE, 1), waits(REPORT, OUTREACH, 1)),
    )

    assert dates(ask(graph, {FEATURE: march(22), OUTREACH: march(30)})) == {FEATURE: march(22)}


def test_what_is_not_in_the_graph_is_left_out() -> None:
    graph = Graph(nodes=(due(FEATURE, march(15)),), edges=(waits(FEATURE, 98), waits(99, FEATURE)))

    assert dates(ask(graph, {FEATURE: march(22), 98: march(22)})) == {FEATURE: march(22)}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (Target(5, LAUNCH, march(15)), ()),
        (Target(5, LAUNCH, march(16)), (5,)),
        (Target(5, LAUNCH, march(22)), (5,)),
        (Target(5, LAUNCH, march(23)), ()),
        (Target(5, TOOLING, march(20)), ()),
    ],
    ids=["was after it before", "on its former day", "the day before it lands", "on the day", "of another agreement"],
)
def test_a_target_is_touched_when_what_moves_lands_only_after_it(target: Target, expected: tuple[int, ...]) -> None:
    graph = Graph(nodes=GOLDEN.nodes, edges=GOLDEN.edges, targets=(target,))

    assert only(ask(graph, {FEATURE: march(22)}), OUTREACH).targets == expected


def test_targets_are_named_in_the_order_of_their_metrics() -> None:
    graph = Graph(nodes=GOLDEN.nodes, targets=(Target(9, LAUNCH, march(16)), Target(5, LAUNCH, march(18))))

    assert only(ask(graph, {FEATURE: march(22)}), FEATURE).targets == (5, 9)


@pytest.mark.parametrize(
    ("commitment", "expected"), [(FEATURE, True), (OUTREACH, True), (REPORT, False)], ids=["asked", "moved", "stays"]
)
def test_what_is_asked_and_what_moves_needs_consent(commitment: int, expected: bool) -> None:
    assert only(ask(GOLDEN, {FEATURE: march(22)}), commitment).is_change is expected


def test_a_chain_of_thousands_moves_to_its_end() -> None:
    nodes = tuple(due(number, march(1) + timedelta(days=number)) for number in range(3_000))
    graph = Graph(nodes=nodes, edges=tuple(waits(number + 1, number, 1) for number in range(2_999)))

    lines = ask(graph, {0: march(2)})

    assert {line.now - line.was for line in lines if line.now} == {timedelta(days=1)}
    assert len(lines) == 3_000


offsets = st.integers(0, 60).map(lambda days: march(1) + timedelta(days=days))
asks = st.dictionaries(st.integers(0, 7), st.none() | offsets, max_size=3)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Up to eight commitments, some of them settled; what waits has a higher number than what it waits on."""
    count = draw(st.integers(1, 8))
    nodes = [
        Node(n, n % 3, draw(offsets), draw(st.none() | offsets), draw(st.integers(0, 5)) > 0) for n in range(count)
    ]
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=14))
    edges = [waits(down, up, draw(st.integers(0, 9))) for up, down in sorted(pairs) if up < down]
    return Graph(tuple(nodes), tuple(edges), (Target(5, 0, march(20)),))


def naive(graph: Graph, asked: Mapping[int, date | None]) -> dict[int, date | None]:
    """Push until nothing moves any more, and return the date of everything open."""
    was = {node.id: node.due_on for node in graph.nodes if node.is_open}
    now: dict[int, date | None] = {commitment: asked.get(commitment, due_on) for commitment, due_on in was.items()}
    while True:
        pushed = {commitment: pushed_once(commitment, graph, was, now) for commitment in now}
        if pushed == now:
            return now
        now = pushed


def pushed_once(commitment: int, graph: Graph, was: Mapping[int, date], now: Mapping[int, date | None]) -> date | None:
    own = now[commitment]
    for edge in graph.edges:
        upstream = now.get(edge.upstream)
        if own and upstream and edge.downstream == commitment and upstream > was[edge.upstream]:
            own = max(own, upstream + timedelta(days=edge.lag_days))
    return own


@given(graph=graphs(), asked=asks)
def test_it_equals_pushing_until_nothing_moves(graph: Graph, asked: dict[int, date | None]) -> None:
    was = {node.id: node.due_on for node in graph.nodes}

    found = dates(ask(graph, asked))

    assert was | found == was | naive(graph, asked)


@given(graph=graphs(), asked=asks)
def test_nothing_that_was_not_asked_lands_earlier(graph: Graph, asked: dict[int, date | None]) -> None:
    followed = [line for line in ask(graph, asked) if line.commitment not in asked]

    assert all(line.now is not None and line.now >= line.was for line in followed)


@given(graph=graphs(), asked=asks)
def test_once_the_dates_are_agreed_asking_for_them_again_moves_nothing(
    graph: Graph, asked: dict[int, date | None]
) -> None:
    found = dates(ask(graph, asked))
    kept = {node.id: found.get(node.id, node.due_on) for node in graph.nodes}
    agreed = Graph(
        tuple(
            Node(node.id, node.agreement, due_on, node.needed_by, node.is_open)
            for node in graph.nodes
            if (due_on := kept[node.id])
        ),
        graph.edges,
    )
    again = {commitment: due_on for commitment, due_on in found.items() if due_on}

    assert dates(ask(agreed, again)) == again


@given(graph=graphs(), asked=asks, data=st.data())
def test_the_order_of_what_comes_in_changes_nothing(
    graph: Graph, asked: dict[int, date | None], data: st.DataObject
) -> None:
    shuffled = Graph(
        tuple(data.draw(st.permutations(graph.nodes))), tuple(data.draw(st.permutations(graph.edges))), graph.targets
    )

    assert ask(shuffled, dict(reversed(asked.items()))) == ask(graph, asked)


@given(graph=graphs(), asked=asks)
def test_each_line_stands_once_and_right_below_what_it_follows_from(
    graph: Graph, asked: dict[int, date | None]
) -> None:
    path: list[int] = []
    lines = ask(graph, asked)

    for line in lines:
        assert line.depth <= len(path)
        path[line.depth :] = [line.commitment]
        assert line.depth == 0 or path[line.depth - 1] == line.via
    assert len({line.commitment for line in lines}) == len(lines)
