"""Ripple: what a change does to everything that waits on it, step by step and across agreements.

What waits lands on the later of its own date and, for everything it waits on that moves to a later day, that day plus
the lag. Days are calendar days; a date that falls on a weekend or a holiday stays there and is only marked. An earlier
date pulls nothing with it, and what was too close together before and does not move is left as it was agreed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from graphlib import TopologicalSorter

from agreements.domain.dependencies import Dependency, lands_on, slack_days
from teams.domain.calendar import WorkingCalendar

type Dates = Mapping[int, date | None]  # None: dropped


@dataclass(frozen=True, slots=True)
class Node:
    """A commitment: only an open one moves, and only an open one is waited for."""

    id: int
    agreement: int
    due_on: date
    needed_by: date | None = None
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """The day by which the parties of `agreement` want `metric` to be where they aim."""

    metric: int
    agreement: int
    target_on: date


@dataclass(frozen=True, slots=True)
class Graph:
    """Commitments, what waits on what among them, and the targets of their agreements."""

    nodes: tuple[Node, ...]
    edges: tuple[Dependency, ...] = ()
    targets: tuple[Target, ...] = ()


class Effect(StrEnum):
    """What happens to a commitment: `changed` and `dropped` were asked for, the others follow."""

    CHANGED = "changed"
    DROPPED = "dropped"
    MOVED = "moved"
    SLACK_SHRINKS = "slack_shrinks"
    STAYS = "stays"


@dataclass(frozen=True, slots=True, kw_only=True)
class RippleLine:
    """One commitment that was asked to change, or that waits on one whose date changes.

    `now` is None for what is dropped. `via` is what it waits on that decides its date or its slack, None where only
    the change of its own does; `depth` counts the steps from what was asked. Slack: the calendar days that what it
    waits on may still move, the fewest over all its waits; below 0 it is due too soon after; None, it waits on
    nothing. `targets` are metrics of its agreement whose target is to be met before it now lands, and was not before.
    """

    commitment: int
    agreement: int
    was: date
    now: date | None
    depth: int
    via: int | None
    effect: Effect
    slack_was: int | None
    slack_now: int | None
    breaks_needed_by: bool
    is_new_break: bool
    is_working_day: bool
    targets: tuple[int, ...] = ()

    @property
    def before_upstream(self) -> bool:
        """Tell whether it is due before what it waits on lets it land."""
        return self.slack_now is not None and self.slack_now < 0

    @property
    def is_change(self) -> bool:
        """Tell whether it needs consent: it was asked for, or its date moves."""
        return self.effect in {Effect.CHANGED, Effect.DROPPED, Effect.MOVED}


def ripple(graph: Graph, *, asked: Mapping[int, date | None], calendar: WorkingCalendar) -> tuple[RippleLine, ...]:
    """Return what `asked` does: what was asked first, each followed by what waits on it, soonest first.

    `asked`: new due dates by commitment, None to drop it, the date it has for any other change; what is not open is
    left out. An asked date stands unless something it waits on moves to a later day.
    """
    chain = _chain(graph, asked)
    return tuple(_line(chain, step, graph.targets, calendar) for step in _reading_order(chain))


@dataclass(frozen=True, slots=True)
class _Chain:
    """What is open, with the waits among it; dates as they are and as they will be."""

    nodes: Mapping[int, Node]
    waits: Mapping[int, tuple[Dependency, ...]]
    asked: Dates
    was: Mapping[int, date]
    now: Dates

    def changes(self, commitment: int) -> bool:
        return self.now[commitment] != self.was[commitment]


@dataclass(frozen=True, slots=True)
class _Step:
    commitment: int
    via: int | None
    depth: int


def _chain(graph: Graph, asked: Dates) -> _Chain:
    nodes = {node.id: node for node in graph.nodes if node.is_open}
    waits: dict[int, tuple[Dependency, ...]] = dict.fromkeys(nodes, ())
    for edge in sorted(graph.edges, key=lambda edge: (edge.downstream, edge.upstream)):
        if edge.upstream in nodes and edge.downstream in nodes:
            waits[edge.downstream] += (edge,)
    was = {node.id: node.due_on for node in nodes.values()}
    open_asked = {commitment: due for commitment, due in asked.items() if commitment in nodes}
    return _Chain(nodes, waits, open_asked, was, _new_dates(was, waits, open_asked))


def _new_dates(was: Mapping[int, date], waits: Mapping[int, tuple[Dependency, ...]], asked: Dates) -> Dates:
    now: dict[int, date | None] = {**was, **asked}
    order = TopologicalSorter({commitment: {wait.upstream for wait in waits[commitment]} for commitment in was})
    for commitment in order.static_order():
        for wait in waits[commitment]:
            own, upstream = now[commitment], now[wait.upstream]
            if own is not None and upstream is not None and upstream > was[wait.upstream]:
                now[commitment] = lands_on(own, upstream_due=upstream, lag_days=wait.lag_days)
    return now


def _reading_order(chain: _Chain) -> Iterator[_Step]:
    below: dict[int | None, list[int]] = defaultdict(list)
    vias = dict(_touched(chain))
    for commitment, via in vias.items():
        below[None if commitment in chain.asked else via].append(commitment)
    coming = [(commitment, 0) for commitment in _latest_first(below[None], chain)]
    while coming:
        commitment, depth = coming.pop()
        yield _Step(commitment, vias[commitment], depth)
        coming += [(waiting, depth + 1) for waiting in _latest_first(below[commitment], chain)]


def _touched(chain: _Chain) -> Iterator[tuple[int, int | None]]:
    for commitment, waits in chain.waits.items():
        changing = [wait for wait in waits if chain.changes(wait.upstream)]
        if commitment in chain.asked:
            is_pushed = chain.now[commitment] != chain.asked[commitment]
            yield commitment, _decisive(changing, chain) if is_pushed else None
        elif changing:
            yield commitment, _decisive(changing, chain)


def _decisive(changing: Iterable[Dependency], chain: _Chain) -> int:
    """Return the upstream that now lets it land latest: of those that move to a later day, if any does."""

    def landing(wait: Dependency) -> tuple[bool, date]:
        upstream = chain.now[wait.upstream]
        if upstream is None:
            return False, date.min
        lands = lands_on(date.min, upstream_due=upstream, lag_days=wait.lag_days)
        return upstream > chain.was[wait.upstream], lands

    return max(changing, key=landing).upstream


def _latest_first(commitments: Iterable[int], chain: _Chain) -> list[int]:
    return sorted(commitments, key=lambda commitment: (chain.was[commitment], commitment), reverse=True)


def _line(chain: _Chain, step: _Step, targets: Iterable[Target], calendar: WorkingCalendar) -> RippleLine:
    node, now = chain.nodes[step.commitment], chain.now[step.commitment]
    broke, breaks = _breaks(node, node.due_on), _breaks(node, now)
    return RippleLine(
        commitment=node.id,
        agreement=node.agreement,
        was=node.due_on,
        now=now,
        depth=step.depth,
        via=step.via,
        effect=_effect(chain, node.id),
        slack_was=_slack(chain, node.id, chain.was),
        slack_now=_slack(chain, node.id, chain.now),
        breaks_needed_by=breaks,
        is_new_break=breaks and not broke,
        is_working_day=now is None or calendar.is_working(now),
        targets=_passed(targets, node, now),
    )


def _effect(chain: _Chain, commitment: int) -> Effect:
    if commitment in chain.asked:
        return Effect.DROPPED if chain.now[commitment] is None else Effect.CHANGED
    if chain.changes(commitment):
        return Effect.MOVED
    before, after = (_slack(chain, commitment, dates) for dates in (chain.was, chain.now))
    is_less = before is not None and after is not None and after < before
    return Effect.SLACK_SHRINKS if is_less else Effect.STAYS


def _slack(chain: _Chain, commitment: int, dates: Dates) -> int | None:
    due = dates[commitment]
    upstreams = ((wait, dates[wait.upstream]) for wait in chain.waits[commitment])
    return min(
        (
            slack_days(due, upstream_due=upstream, lag_days=wait.lag_days)
            for wait, upstream in upstreams
            if due is not None and upstream is not None
        ),
        default=None,
    )


def _breaks(node: Node, due: date | None) -> bool:
    return due is not None and node.needed_by is not None and due > node.needed_by


def _passed(targets: Iterable[Target], node: Node, now: date | None) -> tuple[int, ...]:
    """Return the metrics whose target it would have landed in time for, and now does not."""
    if now is None:
        return ()
    return tuple(
        sorted(
            target.metric
            for target in targets
            if target.agreement == node.agreement and node.due_on <= target.target_on < now
        )
    )
