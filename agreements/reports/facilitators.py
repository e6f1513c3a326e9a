"""Who moderates a sync: somebody named for it, else whose turn it is, else the agreement's own facilitator."""

from collections import defaultdict
from collections.abc import Collection

from agreements.domain.syncs import turn_of
from agreements.models import Sync, Turn
from teams.domain.calendar import local_date, zone
from teams.models import Person


def facilitators_of(syncs: Collection[Sync]) -> dict[int, Person | None]:
    """By the key of each sync, who moderates it. One query.

    The syncs bring their own facilitator, and their agreement with its facilitator, along.
    """
    turns: dict[int, list[Turn]] = defaultdict(list)
    rows = Turn.objects.filter(cadence__in={sync.cadence_id for sync in syncs}).select_related("person")
    for turn in rows.order_by("cadence", "position"):
        turns[turn.cadence_id].append(turn)
    return {sync.pk: _facilitator(sync, [turn.person for turn in turns[sync.cadence_id]]) for sync in syncs}


def facilitator_of(sync: Sync) -> Person | None:
    """The same for one sync."""
    return facilitators_of([sync])[sync.pk]


def _facilitator(sync: Sync, rota: list[Person]) -> Person | None:
    if sync.facilitator is not None:
        return sync.facilitator
    day = local_date(sync.starts_at, zone=zone(sync.agreement.time_zone))
    place = turn_of(sync.number, are_there=[one.is_active and not one.is_away_on(day) for one in rota])
    return sync.agreement.facilitator if place is None else rota[place]
