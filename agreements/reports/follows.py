"""What a person follows, as far as they may still read it."""

from dataclasses import dataclass
from datetime import date, datetime
from json import loads
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from agreements.domain.agreements import AgreementState
from agreements.domain.pauses import is_paused
from agreements.models import Agreement, Follow
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


def first_followed(viewer: Person) -> QuerySet[Any, Any]:
    """The first of them for the sidebar, and one more where there are more, the longest followed first; as JSON."""
    health = "agreement__health" if viewer.is_administrator else "agreement__shown_health"
    columns = {name: f"agreement__{name}" for name in ("number", "title", "state", "paused_until", "time_zone")}
    rows: QuerySet[Any, Any] = (
        followed(viewer).order_by("since", "pk").values_list(JSONObject(**columns, health=health))
    )
    return rows[: SHOWN + 1]


def read_followed(row: str, *, at: datetime) -> Followed:
    """One of the rows of ``first_followed`` as the frame shows it at ``at``."""
    found = loads(row)
    until = date.fromisoformat(found["paused_until"]) if found["paused_until"] else None
    return Followed(
        slug=Agreement(number=found["number"], title=found["title"]).slug,
        title=found["title"],
        state=state_shown(found["state"], found["health"], paused_until=until, zone_name=found["time_zone"], at=at),
    )


def state_shown(state: str, health: str, *, paused_until: date | None, zone_name: str, at: datetime) -> str:
    """The one code word for an agreement: paused, else the health of what is in force, else its state."""
    if state != AgreementState.ACTIVE:
        return state
    rests = is_paused(paused_until, as_of=local_date(at, zone=zone(zone_name)))
    return "paused" if rests else health
