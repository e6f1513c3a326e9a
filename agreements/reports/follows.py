"""What a person follows, as far as they may still read it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from agreements.domain.agreements import AgreementState
from agreements.domain.pauses import is_paused
from agreements.models import Agreement, Follow
from agreements.reports.prepared import Prepared
from teams.domain.calendar import local_date, zone
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
    return tuple(_followed(row, at) for row in FOLLOWING.read(viewer))


def state_shown(state: str, health: str, *, paused_until: date | None, zone_name: str, at: datetime) -> str:
    """The one code word for an agreement: paused, else the health of what is in force, else its state."""
    if state != AgreementState.ACTIVE:
        return state
    rests = is_paused(paused_until, as_of=local_date(at, zone=zone(zone_name)))
    return "paused" if rests else health


def _followed(row: tuple[Any, ...], at: datetime) -> Followed:
    number, title, state, health, paused_until, zone_name = row
    return Followed(
        slug=Agreement(number=number, title=title).slug,
        title=title,
        state=state_shown(state, health, paused_until=paused_until, zone_name=zone_name, at=at),
    )


def _build(viewer: Person) -> QuerySet[Any, Any]:
    health = "agreement__health" if viewer.is_administrator else "agreement__shown_health"
    columns = ("number", "title", "state")
    rows = (
        followed(viewer)
        .order_by("since", "pk")
        .values_list(
            *(f"agreement__{column}" for column in columns), health, "agreement__paused_until", "agreement__time_zone"
        )
    )
    return rows[: SHOWN + 1]


FOLLOWING = Prepared("following", _build)
