"""What a person follows, as far as they may still read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from agreements.domain.agreements import AgreementState
from agreements.models import Agreement, Follow
from teams.models import Person

SHOWN = 7  # in the sidebar; the rest is behind "All"


@dataclass(frozen=True, slots=True)
class Followed:
    """``state`` is the code word to show: paused, else the health of what is in force, else its state."""

    slug: str
    title: str
    state: str


def followed(viewer: Person) -> QuerySet[Follow]:
    """The follows of ``viewer``; one whose agreement they may no longer read is not among them."""
    readable = Agreement.objects.visible_to(viewer)
    return Follow.objects.filter(person=viewer, agreement__in=readable)


def is_followed(agreement: Agreement, *, by: Person) -> bool:
    return Follow.objects.filter(person=by, agreement=agreement).exists()


def following(*, viewer: Person, at: datetime) -> tuple[Followed, ...]:
    """The first of them for the sidebar, and one more where there are more; the longest followed first. One query."""
    rows = followed(viewer).select_related("agreement").order_by("since", "pk")[: SHOWN + 1]
    return tuple(Followed(one.slug, one.title, _state(one, viewer, at)) for one in (row.agreement for row in rows))


def _state(agreement: Agreement, viewer: Person, at: datetime) -> str:
    if agreement.state != AgreementState.ACTIVE:
        return agreement.state
    if agreement.is_paused(at=at):
        return "paused"
    return agreement.health if viewer.is_administrator else agreement.shown_health
