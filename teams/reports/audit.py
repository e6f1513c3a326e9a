"""What happened to the organisation itself, as sentences, newest first; for its administrators."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from teams.models import AuditEvent, Person

PAGE = 50
type Data = Mapping[str, Any]

# What one may look for: words of the page, and how the kinds of entries begin.
ABOUT: dict[str, tuple[str, tuple[str, ...]]] = {
    "people": ("People", ("person_", "invitation_", "password_")),
    "teams": ("Teams", ("team_", "member_")),
    "organisation": ("Organisation and priorities", ("organisation_", "priority_")),
    "holidays": ("Holidays", ("holiday",)),
    "access": ("Tokens and calendars", ("token_", "feed_")),
    "messages": ("Mail and messages", ("preferences_", "fence_", "delivery_", "endpoint_")),
}


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """``since`` and ``until`` are local days, both included; ``before`` is the number of the last row above."""

    about: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    number: int
    at: datetime
    who: str
    what: str
    was: Mapping[str, str]
    now: Mapping[str, str]

    @property
    def changes(self) -> Sequence[tuple[str, str, str]]:
        """Each field in words, what it was and what it is."""
        return [(_field(name), self.was.get(name, ""), self.now.get(name, "")) for name in self.now]


@dataclass(frozen=True, slots=True)
class AuditPage:
    rows: Sequence[AuditRow]
    older: int | None  # the number below which the next page begins; None on the last


def audit_events(filters: AuditFilters) -> QuerySet[AuditEvent]:
    """The entries that ``filters`` ask for, newest first; days are those of the current time zone."""
    events = AuditEvent.objects.select_related("actor").order_by("-number")
    if filters.about in ABOUT:
        kinds = Q()
        for beginning in ABOUT[filters.about][1]:
            kinds |= Q(kind__startswith=beginning)
        events = events.filter(kinds)
    if filters.person:
        named = Q(actor__name__icontains=filters.person) | Q(actor__email__iexact=filters.person)
        events = events.filter(named | Q(data__person__icontains=filters.person))
    if filters.since:
        events = events.filter(at__date__gte=filters.since)
    if filters.until:
        events = events.filter(at__date__lte=filters.until)
    return events.filter(number__lt=filters.before) if filters.before else events


def audit_page(filters: AuditFilters) -> AuditPage:
    """A page of entries: one query, at the same cost wherever the page is."""
    found = list(audit_events(filters)[: PAGE + 1])
    rows = [_row(event) for event in found[:PAGE]]
    return AuditPage(rows, older=rows[-1].number if len(found) > PAGE else None)


def last_edit(kind: str, **about: str) -> AuditEvent | None:
    """The newest entry of that kind whose facts say ``about``: who changed this last, and when."""
    named = {f"data__{name}": value for name, value in about.items()}
    return AuditEvent.objects.select_related("actor").filter(kind=kind, **named).order_by("-number").first()


def _row(event: AuditEvent) -> AuditRow:
    said = SENTENCES.get(event.kind, event.kind.replace("_", " "))
    return AuditRow(
        number=event.number,
        at=event.at,
        who=event.actor.name if event.actor else "Holdfast",
        what=said(event.data, event.actor) if callable(said) else said,
        was=_texts(event.data.get("was")),
        now=_texts(event.data.get("now")),
    )


def _texts(stored: object) -> Mapping[str, str]:
    if not isinstance(stored, Mapping):
        return {}
    return {name: "" if value is None else str(value) for name, value in stored.items()}


def _field(name: str) -> str:
    return name.removeprefix("is_").removeprefix("has_").replace("_", " ")


def _of_person(verb: str) -> Callable[[Data, Person | None], str]:
    def said(data: Data, _: Person | None) -> str:
        return f"{verb} {data.get('person', 'somebody')}"

    return said


def _edited(data: Data, actor: Person | None) -> str:
    if actor is not None and data.get("person") == actor.email:
        return "changed their own settings"
    return f"changed {data.get('person', 'somebody')}"


def _named(verb: str) -> Callable[[Data, Person | None], str]:
    def said(data: Data, _: Person | None) -> str:
        return f"{verb} “{data.get('name') or data.get('team') or ''}”"

    return said


def _member(words: str) -> Callable[[Data, Person | None], str]:
    def said(data: Data, _: Person | None) -> str:
        return words.format(person=data.get("person", "somebody"), team=data.get("team", ""))

    return said


def _seeded(data: Data, _: Person | None) -> str:
    return f"took over {data.get('days', 0)} holidays of {data.get('country', '')} for {data.get('year', '')}"


def _created(data: Data, _: Person | None) -> str:
    return f"began {data.get('name', '')} with {data.get('administrator', '')} as administrator"


SENTENCES: dict[str, str | Callable[[Data, Person | None], str]] = {
    "organisation_created": _created,
    "organisation_edited": "changed the organisation",
    "priority_added": _named("added the priority"),
    "priority_edited": _named("changed the priority"),
    "priority_removed": _named("removed the priority"),
    "holiday_added": _named("added the holiday"),
    "holiday_removed": _named("removed the holiday"),
    "holidays_seeded": _seeded,
    "person_added": _of_person("added"),
    "person_edited": _edited,
    "person_invited": _of_person("invited"),
    "invitation_accepted": "accepted the invitation",
    "password_changed": "changed their password",
    "team_added": _named("added the team"),
    "team_edited": _named("changed the team"),
    "member_added": _member("put {person} into {team}"),
    "member_removed": _member("took {person} out of {team}"),
    "token_created": _named("made the token"),
    "token_revoked": _named("revoked the token"),
    "feed_made": _named("made the calendar address"),
    "feed_revoked": _named("ended the calendar address"),
    "preferences_set": "changed what comes by mail",
    "fence_released": "let the messages of before a restore leave",
    "delivery_retried": "sent a message again",
    "endpoint_added": _named("began to post to"),
    "endpoint_edited": _named("changed what is posted to"),
    "endpoint_stopped": _named("stopped posting to"),
    "endpoint_started": _named("took up posting again to"),
    "endpoint_removed": _named("ended posting to"),
    "endpoint_secret_made": _named("made a new secret for"),
}
