"""Somebody else owns, accepts or signs from now on: open changes ask those whom they concern by now."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from agreements.domain.amendments import AmendmentState
from agreements.models import Agreement, Alternative, Amendment
from agreements.operations.amendments.holding import Held, hold
from agreements.operations.amendments.people import NobodyAnswersError
from agreements.operations.amendments.rebasing import (
    AmendmentConflictError,
    NothingLeftError,
    Renewal,
    bring_up_to_date,
    reach_of_stored,
)
from agreements.operations.amendments.settling import settle
from agreements.operations.locks import lock_agreements
from teams.models import Person


def hold_open_changes(agreement: Agreement) -> list[Held]:
    """Hold ``agreement`` and the open changes that touch it, with all that these touch: agreements first, by key.

    For an operation that goes on to hold a commitment. A change asked for in the same moment is left to its answers.
    """
    changes = Amendment.objects.open().filter(touched__agreement=agreement)
    known = list(changes.order_by("pk").values_list("pk", flat=True))
    ways = list(Alternative.objects.open().filter(amendment__in=known))
    touched = Agreement.objects.filter(amended__amendment__in=known).values_list("pk", flat=True)
    reach = {agreement.pk, *touched, *reach_of_stored(ways)}
    lock_agreements(reach)
    held = [hold(change, reach=reach) for change in changes.filter(pk__in=known).order_by("pk")]
    return [one for one in held if one.amendment.state == AmendmentState.OPEN]


def follow(changes: Sequence[Held], *, actor: Person, at: datetime) -> None:
    """Ask of ``changes`` whom they concern by now; what everybody left has accepted is agreed with that.

    Where somebody has to choose first, or nobody can answer yet, the change stays as it is.
    """
    for held in changes:
        for way in held.amendment.alternatives.open().order_by("position"):
            renewal = Renewal(way, keep={way.brought_by_id}, actor=actor, at=at)
            with suppress(AmendmentConflictError, NothingLeftError, NobodyAnswersError), transaction.atomic():
                bring_up_to_date(held, renewal)
        settle(held, actor=actor, at=at)
