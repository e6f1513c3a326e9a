"""What a person owes now, and what they are owed; only what the reader may read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from agreements.models import Agreement, Commitment
from agreements.reports.commitments import CommitmentRow, commitment_rows
from agreements.reports.filters import UNSETTLED
from teams.models import Person

SHOWN = 30


@dataclass(frozen=True, slots=True)
class OwedList:
    """The first ``SHOWN`` by date, and how many there are."""

    rows: tuple[CommitmentRow, ...]
    count: int


@dataclass(frozen=True, slots=True)
class PersonPage:
    owes: OwedList
    owed: OwedList


def person_page(person: Person, *, viewer: Person, at: datetime) -> PersonPage:
    """Gather the page of ``person`` in a fixed number of queries."""
    return PersonPage(
        owes=_listed(Q(owner=person), viewer=viewer, at=at),
        owed=_listed(Q(accepted_by=person), viewer=viewer, at=at),
    )


def _listed(which: Q, *, viewer: Person, at: datetime) -> OwedList:
    found = _running(viewer, at).filter(which)
    rows = commitment_rows(commitments=found.order_by("due_on", "pk")[:SHOWN], viewer=viewer, at=at)
    return OwedList(rows=rows, count=found.count())


def _running(viewer: Person, at: datetime) -> QuerySet[Commitment]:
    """What is owed in agreements that run: open, past its date, or waiting to be confirmed."""
    running = Agreement.objects.running(at=at)
    return Commitment.objects.visible_to(viewer).filter(agreement__in=running, state__in=UNSETTLED)
