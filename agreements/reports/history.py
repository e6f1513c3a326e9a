"""What happened: the entries of an agreement's history as sentences, newest first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from agreements.domain.cadence import Frequency
from agreements.domain.rhythm import rhythm
from agreements.models import Agreement, Commitment, Concern, Event
from agreements.reports import (
    change_history,
    concern_history,
    escalation_history,
    flag_history,
    handover_history,
    metric_history,
    readback_history,
    sync_history,
)
from agreements.reports.facts import SAID, line
from agreements.reports.seals import veil
from teams.domain.language import say
from teams.models import Person

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]

CHECK_INS = ("checked_in", "check_in_undone", "reply_noted")
CHANGES = (
    *readback_history.KINDS,
    "taken_back",
    "activated",
    "edited",
    "party_added",
    "party_edited",
    "party_removed",
    "commitment_added",
    "commitment_edited",
    "commitment_removed",
    "metric_added",
    "metric_edited",
    "metric_removed",
    "cadence_set",
    "cadence_removed",
    "paused",
    "resumed",
    "reviewed",
    "priority_chosen",
    *change_history.KINDS,
    *metric_history.KINDS,
    *handover_history.KINDS,
    flag_history.THRESHOLDS_SET,
    "completed",
    "ended",
    "withdrawn",
)
FILTERS = {"check-ins": CHECK_INS, "changes": CHANGES}
AS_A_DRAFT = ("commitment_added", "commitment_edited")  # may be removed again, so these name it by its number
OF_FLAGS = ("flagged", "flag_changed", "flag_cleared")


@dataclass(frozen=True, slots=True)
class Entry:
    """``who`` did ``what`` at ``at``; ``quote`` is what they wrote, ``was`` and ``now`` what changed.

    ``about`` names the commitment of the agreement that it concerns, ``about_number`` is its number there;
    ``change`` is the number of a change asked for in this agreement that the entry tells of.
    """

    number: int
    at: datetime
    kind: str
    mark: str  # a code word of the interface's table, or "" for a plain node
    who: str
    what: str
    about: str
    about_number: int | None
    change: int | None
    quote: str
    was: str
    now: str


def events_of(
    agreement: Agreement, *, viewer: Person, only: str = "", commitment: Commitment | None = None
) -> QuerySet[Event]:
    """The history of ``agreement``, or of one ``commitment`` in it, newest first.

    ``only`` is "check-ins" or "changes"; anything else means all. A flag that was told only to its owner so far
    stays out of the others' sight, so flags have a register of their own and stand here for administrators only;
    what people did with one that all were shown is told to all.
    """
    events = Event.objects.filter(agreement=agreement).select_related("actor", "commitment").order_by("-number")
    if commitment is not None:
        drafted = Q(kind__in=AS_A_DRAFT, data__number=commitment.number) | Q(data__promise__number=commitment.number)
        amended = Q(kind="amended", data__changes__contains=[{"commitment": commitment.pk}])
        events = events.filter(Q(commitment=commitment) | drafted | amended)
    if only in FILTERS:
        events = events.filter(kind__in=FILTERS[only])
    if unread := Concern.objects.kept_from(viewer, agreement=agreement):
        events = events.exclude(data__concern_id__in=unread)
    if viewer.is_administrator:
        return events
    return events.exclude(kind__in=OF_FLAGS).exclude(flag_history.kept_from(viewer))


def told_to(events: Iterable[Event], *, viewer: Person, at: datetime) -> tuple[Entry, ...]:
    """Tell ``events`` as ``viewer`` may read them at ``at``: what a sealed answer says is left out."""
    found = list(events)
    veil(found, viewer=viewer, at=at)
    return told(found)


def told(events: Iterable[Event]) -> tuple[Entry, ...]:
    """Tell ``events`` as sentences, in their order."""
    return tuple(_entry(event) for event in events)


def _entry(event: Event) -> Entry:
    data: Data = event.data
    sentence, mark = SENTENCES.get(event.kind, (say("changed something"), ""))
    promise = data.get("promise") or {}  # one that was not in force yet; it may be gone
    about, about_number = promise.get("deliverable", ""), None
    if event.commitment is not None:
        about, about_number = event.commitment.deliverable, event.commitment.number
    return Entry(
        number=event.number,
        at=event.at,
        kind=event.kind,
        mark=mark or str(data.get("answer") or "") or _standing(data),
        who=_who(event, data),
        what=sentence(data) if callable(sentence) else sentence,
        about=about,
        about_number=about_number,
        change=data.get("amendment") if event.kind.startswith("amendment_") else None,
        quote=_quote(data),
        was=_changed(event, "was"),
        now=_changed(event, "now"),
    )


def _who(event: Event, data: Data) -> str:
    if event.kind in {"activated", "amended", "metric_joined", "handed_over"}:
        return say("Version {version}", version=data.get("version", 1))
    return event.actor.name if event.actor else "Holdfast"


def _quote(data: Data) -> str:
    said = (
        _now(data).get("note") or data.get("reason") or data.get("evidence") or data.get("sentence") or data.get("said")
    )
    return said if isinstance(said, str) else ""


def _now(data: Data) -> Data:
    now = data.get("now")
    return now if isinstance(now, dict) else {}


def _changed(event: Event, name: str) -> str:
    if event.kind == "amended":
        return change_history.side_of_changes(event.data, name)
    if event.kind == flag_history.THRESHOLDS_SET:
        return flag_history.side_of_thresholds(event.data, name)
    return _side(event.data, name) if event.kind in CHANGED else ""


def _side(data: Data, name: str) -> str:
    facts = data.get(name)
    return line(facts) if isinstance(facts, dict) else ""


def _standing(data: Data) -> str:
    return str(_now(data).get("standing") or "")


def _serves(data: Data) -> str:
    name = _now(data).get("priority")
    return say("said that it serves “{name}”", name=name) if name else say("said that it serves no priority any more")


def _checked_in(data: Data) -> str:
    expected = _now(data).get("expected_on")
    until = f", expects it on {date.fromisoformat(expected):%-d %b}" if expected else ""
    if not _standing(data):
        return say("checked in{until}; what they said is read once both have answered", until=until)
    return say("checked in: {said}{until}", said=SAID[_standing(data)], until=until)


def _undone(data: Data) -> str:
    again = say("; it is again: {said}", said=SAID[_standing(data)]) if _standing(data) else ""
    return say("took their check-in back{again}", again=again)


def _named(before: str) -> Sentence:
    """A sentence that ends with the name of the thing in ``data``."""

    def sentence(data: Data) -> str:
        name = data.get("deliverable") or data.get("name") or data.get("team") or ""
        return f"{before} “{name}”" if name else before

    return sentence


def _fallen(data: Data) -> str:
    fallen = data.get("fallen")
    return f"took the proposal back to change it{'; the signatures under it fell' if fallen else ''}"


def _read(data: Data) -> str:
    readings = data.get("readings") or []
    value = readings[0]["value"] if len(readings) == 1 else say("{count} readings", count=len(readings))
    return say("read “{name}”: {value}", name=data.get("name", ""), value=value)


def _cadence(data: Data) -> str:
    now = _now(data)
    often = rhythm(
        frequency=Frequency(now["frequency"]), interval=now["interval"], weekday=now["weekday"], nth=now["nth"]
    )
    return say(
        "set the cadence: sync {often} at {time}, {minutes} minutes",
        often=often,
        time=now["time"],
        minutes=now["minutes"],
    )


def _captured(data: Data) -> str:
    return (
        say("wrote down what was said in sync {sync}", sync=data["sync"])
        if data.get("sync")
        else say("wrote it down in one line")
    )


def _paused(data: Data) -> str:
    """The first day on which it goes on is the one that people plan by."""
    until = f"{date.fromisoformat(data['now']):%-d %b %Y}"
    return (
        say("moved the end of the pause to {until}", until=until)
        if data.get("was")
        else say("paused it until {until}", until=until)
    )


def _reviewed(data: Data) -> str:
    return f"looked at it again with the others; the next time is {date.fromisoformat(data['now']):%-d %b %Y}"


CHANGED = {"edited", "party_edited", "commitment_edited", "metric_edited", "handed_over", "representative_replaced"}

SENTENCES: dict[str, tuple[Sentence, str]] = {
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
    "captured": (_captured, ""),
    "cadence_set": (_cadence, ""),
    "cadence_removed": ("removed the cadence", ""),
    "taken_back": (_fallen, "draft"),
    "activated": ("came into force, signed by everybody", "active"),
    "checked_in": (_checked_in, ""),
    "reply_noted": ("added a note by mail", ""),
    "check_in_undone": (_undone, "draft"),
    "delivered": ("declared it done", "delivered"),
    "delivery_taken_back": ("took back that it is done", "draft"),
    "accepted": ("confirmed it is kept", "kept"),
    "sent_back": ("sent it back", "at_risk"),
    "released": ("released it", "released"),
    "lapsed": ("recorded that the date passed without an outcome", "lapsed"),
    "reading_recorded": (_read, ""),
    **sync_history.SENTENCES,
    "flagged": ("saw a sign of drift", "drifting"),
    "flag_changed": ("saw a sign of drift change", "watch"),
    "flag_cleared": ("saw it back on track", "on_track"),
    "paused": (_paused, "paused"),
    "resumed": ("took it up again", "active"),
    "reviewed": (_reviewed, ""),
    "priority_chosen": (_serves, ""),
    **readback_history.SENTENCES,
    **change_history.SENTENCES,
    **metric_history.SENTENCES,
    **handover_history.SENTENCES,
    **concern_history.SENTENCES,
    **escalation_history.SENTENCES,
    **flag_history.SENTENCES,
    "completed": ("closed the agreement as kept", "completed"),
    "ended": ("closed the agreement early", "ended"),
    "withdrawn": ("set the agreement aside", "withdrawn"),
}
