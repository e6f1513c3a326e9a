"""What a sync should spend its minutes on, read live and ordered by what it costs to leave it waiting."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from agreements.domain.agenda import how_many_fit, ordered
from agreements.domain.commitments import Standing
from agreements.domain.syncs import Pending, may_cancel_itself
from agreements.models import Sync
from agreements.reports.agenda_facts import Facts, facts_of, is_round_open
from agreements.reports.agenda_items import AgendaItem, items_for
from teams.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """``items`` in the order in which waiting costs most; ``aside`` are concerns that can wait for their answer.

    ``minutes`` are those of the sync, ``on_track`` counts the open commitments that need none of them.
    """

    items: tuple[AgendaItem, ...] = ()
    aside: tuple[AgendaItem, ...] = ()
    on_track: int = 0
    minutes: int = 0
    may_cancel_itself: bool = False

    @property
    def drifting(self) -> int:
        return sum(item.is_drifting for item in self.items)

    @property
    def planned_minutes(self) -> int:
        return sum(item.minutes for item in self.items)

    @property
    def fitting(self) -> int:
        """How many of the items, in their order, fit into the minutes of the sync."""
        return how_many_fit([item.minutes for item in self.items], within=self.minutes)


def agenda(*, sync: Sync, viewer: Person, at: datetime) -> Agenda:
    """The agenda of ``sync`` as ``viewer``, who may read it, sees it at ``at``; empty once it is settled."""
    return agendas(syncs=[sync], viewers=[viewer], at=at)[sync.pk, viewer.pk]


def agendas(*, syncs: Collection[Sync], viewers: Collection[Person], at: datetime) -> dict[tuple[int, int], Agenda]:
    """The agendas of many syncs for many people, by sync and person; the queries of ``facts_of`` in all.

    The syncs bring their agreement and cadence along.
    """
    facts = facts_of(syncs, at=at)
    return {(sync.pk, person.pk): _agenda(facts, sync, person) for sync in syncs for person in viewers}


def first_item(*, sync: Sync, at: datetime) -> str:
    """The first subject of the agenda that everybody in the room may read; "" when there is none."""
    found = _agenda(facts_of([sync], at=at), sync, None)
    return found.items[0].subject if found.items else ""


def _agenda(facts: Facts, sync: Sync, person: Person | None) -> Agenda:
    if sync.held_at or sync.cancelled_at:
        return Agenda(minutes=sync.minutes)
    weighed, aside = items_for(facts, sync, person)
    items = ordered(weighed)
    named = {item.subject for item in items} | facts.decided.get(sync.pk, set())
    commitments = facts.commitments.get(sync.agreement_id, [])
    return Agenda(
        items=items,
        aside=aside,
        on_track=sum(f"commitment/{one.pk}" not in named for one in commitments),
        minutes=sync.minutes,
        may_cancel_itself=_is_unneeded(facts, sync),
    )


def _is_unneeded(facts: Facts, sync: Sync) -> bool:
    """Whether it proposes to cancel itself: by all that there is, not only by what its reader may see of it."""
    if sync.started_at or not is_round_open(sync, facts) or sync.agreement.is_paused(at=facts.at):
        return False
    key = sync.agreement_id
    commitments = facts.commitments.get(key, [])
    return may_cancel_itself(
        Pending(
            flags=len(facts.flags.get(key, [])),
            doubts=sum(one.standing not in {Standing.ON_TRACK, None} for one in commitments),
            unanswered=facts.unanswered[sync.pk],
            disputed=sum(one.is_disputed for one in commitments),
            changes=len(facts.changes.get(key, [])),
            concerns=len(facts.concerns.get(key, [])),
            topics=len(facts.topics.get(key, [])),
            escalations=facts.escalations.get(key, 0),
        )
    )
