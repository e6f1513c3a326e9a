"""What happened: the entries of an agreement's history as sentences, newest first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from agreements.domain.commitments import Standing
from agreements.models import Agreement, Event
from teams.models import Person

Data = Mapping[str, Any]

SAID = {Standing.ON_TRACK: "on track", Standing.AT_RISK: "some doubt", Standing.OFF_TRACK: "need to adjust"}
CHECK_INS = ("checked_in",)
CHANGES = (
    "proposed",
    "taken_back",
    "signed",
    "activated",
    "edited",
    "commitment_edited",
    "metric_edited",
    "completed",
    "ended",
)
FILTERS = {"check-ins": CHECK_INS, "changes": CHANGES}


@dataclass(frozen=True, slots=True)
class Entry:
    """``who`` did ``what`` at ``at``; ``quote`` is what they wrote, ``was`` and ``now`` what changed."""

    number: int
    at: datetime
    kind: str
    mark: str  # a code word of the interface's table, or "" for a plain node
    who: str
    what: str
    about: str
    quote: str
    was: str
    now: str


def entries(*, agreement: Agreement, only: str = "", limit: int | None = None, viewer: Person) -> tuple[Entry, ...]:
    """The history of ``agreement``, newest first. ``only`` is "check-ins" or "changes"; anything else means all.

    A flag that was told only to its owner so far stays out of the others' sight, so flags are left to the flags'
    own list here unless ``viewer`` is an administrator.
    """
    events = Event.objects.filter(agreement=agreement).select_related("actor", "commitment").order_by("-number")
    if only in FILTERS:
        events = events.filter(kind__in=FILTERS[only])
    if not viewer.is_administrator:
        events = events.exclude(
            kind__in=["flagged", "flag_changed", "flag_cleared", "flag_strengthened", "flag_weakened"]
        )
    return tuple(_entry(event) for event in events[:limit])


def _entry(event: Event) -> Entry:
    sentence, mark = SENTENCES.get(event.kind, (_plain, ""))
    data: Data = event.data
    return Entry(
        number=event.number,
        at=event.at,
        kind=event.kind,
        mark=mark or (_standing(data) if event.kind == "checked_in" else ""),
        who=event.actor.name if event.actor else "Holdfast",
        what=sentence(data) if callable(sentence) else sentence,
        about=event.commitment.deliverable if event.commitment else "",
        quote=str(_now(data).get("note") or data.get("reason") or data.get("evidence") or data.get("sentence") or ""),
        was=_written(data.get("was")) if event.kind in CHANGED else "",
        now=_written(data.get("now")) if event.kind in CHANGED else "",
    )


def _now(data: Data) -> Data:
    now = data.get("now")
    return now if isinstance(now, dict) else {}


def _standing(data: Data) -> str:
    return str(_now(data).get("standing") or "")


def _checked_in(data: Data) -> str:
    said = SAID.get(Standing(_standing(data)), "") if _standing(data) else ""
    expected = _now(data).get("expected_on")
    until = f", expects it on {date.fromisoformat(expected):%-d %b}" if expected else ""
    return f"checked in: {said}{until}"


def _named(before: str, after: str = "") -> Callable[[Data], str]:
    """A sentence around the name of the thing in ``data``."""

    def sentence(data: Data) -> str:
        name = data.get("deliverable") or data.get("name") or data.get("team") or ""
        return " ".join(part for part in (before, f"“{name}”" if name else "", after) if part)

    return sentence


def _read(data: Data) -> str:
    return f"read {data.get('metric', '')}: {data.get('value', '')}".strip()


def _plain(_: Data) -> str:
    return "changed something"


def _written(facts: object) -> str:
    if not isinstance(facts, dict):
        return "" if facts is None else str(facts)
    return "; ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in facts.items() if value not in (None, "", [])
    )


CHANGED = {"edited", "commitment_edited", "metric_edited", "cadence_set", "party_edited"}

SENTENCES: dict[str, tuple[str | Callable[[Data], str], str]] = {
    "drafted": ("started this agreement", "draft"),
    "edited": ("changed the draft", ""),
    "party_added": (_named("added a party:"), ""),
    "party_edited": (_named("changed a party:"), ""),
    "party_removed": (_named("removed a party:"), ""),
    "commitment_added": (_named("added a commitment:"), ""),
    "commitment_edited": (_named("changed a commitment:"), ""),
    "commitment_removed": (_named("removed a commitment:"), ""),
    "metric_added": (_named("added a joint metric:"), ""),
    "metric_edited": (_named("changed a joint metric:"), ""),
    "metric_removed": (_named("removed a joint metric:"), ""),
    "cadence_set": ("set the cadence", ""),
    "cadence_removed": ("removed the cadence", ""),
    "proposed": ("proposed these terms", "draft"),
    "taken_back": ("took the proposal back to change it", "draft"),
    "signed": ("signed", "kept"),
    "activated": ("brought the terms into force", "active"),
    "checked_in": (_checked_in, ""),
    "delivered": ("declared it done", "delivered"),
    "accepted": ("confirmed it is kept", "kept"),
    "sent_back": ("sent it back", "at_risk"),
    "released": ("released it", "released"),
    "lapsed": ("recorded that the date passed without an outcome", "lapsed"),
    "reading_recorded": (_read, ""),
    "readings_recorded": (_read, ""),
    "sync_held": ("recorded a sync as held", "kept"),
    "sync_cancelled": ("cancelled a sync", ""),
    "flagged": ("saw a sign of drift", "drifting"),
    "flag_cleared": ("saw it back on track", "on_track"),
    "completed": ("closed the agreement as kept", "completed"),
    "ended": ("closed the agreement early", "ended"),
    "withdrawn": ("set the agreement aside", "withdrawn"),
}
