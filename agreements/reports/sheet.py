"""The one-page sheet of an agreement: what a team pins on its wall, and what a mail says in plain text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.commitments import CommitmentState, Outcome
from agreements.models import Agreement, Commitment, Reading, Sync, Version
from agreements.reports.agreed import Agreed, agreed_under
from agreements.reports.clauses import quantity
from agreements.reports.document import CommitmentClause, Document, MetricClause, document_of
from teams.domain.calendar import local_date, zone
from teams.domain.language import say

# What became of a promise whose delivery was confirmed; the day it was confirmed follows.
_CONFIRMED = {Outcome.KEPT: "kept", Outcome.LAPSED: "lapsed, done"}
HASH_DIGITS = 12  # enough to tell two versions apart at a glance; the page of the version has all 64


@dataclass(frozen=True, slots=True)
class SheetRow:
    """``by`` is its date as it stands: "22 Mar 2027 (+7 days)", "kept 6 Mar 2027", "lapsed, done 6 Mar 2027"."""

    deliverable: str
    owner: str
    team: str
    for_team: str
    by: str


@dataclass(frozen=True, slots=True)
class SheetName:
    """Somebody who signed or consented; ``team`` is the party they sign for, empty for others."""

    person: str
    team: str
    on: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of it in words; days are those of the agreement's zone."""

    title: str
    label: str
    version: int
    since: str  # "In force since 4 March 2027", "Proposed 1 March 2027"
    terms: str  # the first digits of the hash
    parties: tuple[str, ...]
    goal: str
    rows: tuple[SheetRow, ...]
    metrics: tuple[str, ...]
    cadence: str
    next_sync: str  # "Wednesday 17 March 2027, 10:00", empty while none is to come
    notice: str
    is_amended: bool
    names: tuple[SheetName, ...]
    waited_for: tuple[str, ...]  # who has still to sign: "Tomas Lindqvist, Sales"


def sheet_of(*, agreement: Agreement, at: datetime) -> Sheet | None:
    """The version in force, else the one proposed; None while there is none. Names nothing of other agreements."""
    version = agreement.versions.standing().order_by("-number").first()
    if version is None:
        return None
    document = document_of(version.terms, viewer=None)
    agreed = agreed_under([version])[version.pk]
    return Sheet(
        title=document.title,
        label=document.label,
        version=version.number,
        since=_since(agreement, version),
        terms=version.terms_hash[:HASH_DIGITS],
        parties=tuple(party.team for party in document.parties),
        goal=document.shared_goal,
        rows=tuple(_rows(agreement, version, document.commitments)),
        metrics=tuple(_metrics(document.metrics)),
        cadence=document.cadence or say("Check-ins every two weeks"),
        next_sync=_next_sync(agreement, at),
        notice=_notice(document.notice_days),
        is_amended=bool(version.amendment_id or version.handover_id),
        names=tuple(_names(agreement, document, agreed)),
        waited_for=() if version.in_force_at else tuple(_waited_for(document, agreed)),
    )


def sheet_text(sheet: Sheet) -> str:
    """Write ``sheet`` as plain text, a paragraph a part; no line is broken."""
    return "\n\n".join("\n".join(part) for part in _parts(sheet) if part) + "\n"


def _since(agreement: Agreement, version: Version) -> str:
    if version.in_force_at:
        return say("In force since {day}", day=_long(_day(agreement, version.in_force_at)))
    return say("Proposed {day}", day=_long(_day(agreement, version.proposed_at)))


def _rows(agreement: Agreement, version: Version, clauses: Iterable[CommitmentClause]) -> Iterator[SheetRow]:
    """A proposal is told as it is written, what is in force with what became of it."""
    rows = Commitment.objects.none() if version.in_force_at is None else agreement.commitments.all()
    now = rows.in_bulk()
    for one in clauses:
        by = _by(agreement, now[one.id], one.due_on) if one.id in now else _short(one.due_on)
        yield SheetRow(one.deliverable, one.owner, one.team, one.for_team, by)


def _by(agreement: Agreement, commitment: Commitment, due_on: date) -> str:
    match commitment.state:
        case CommitmentState.ACCEPTED:
            assert commitment.accepted_at is not None and commitment.outcome is not None  # noqa: PT018 - what is confirmed has both
            what = _CONFIRMED.get(Outcome(commitment.outcome), "adjusted, done")
            return f"{what} {_short(_day(agreement, commitment.accepted_at))}"
        case CommitmentState.RELEASED:
            return "released"
        case CommitmentState.LAPSED:
            return say("{day}, lapsed", day=_short(due_on))
    days = (due_on - commitment.original_due_on).days if commitment.original_due_on else 0
    return f"{_short(due_on)} ({days:+d} day{'' if abs(days) == 1 else 's'})" if days else _short(due_on)


def _metrics(clauses: Iterable[MetricClause]) -> Iterator[str]:
    clauses = tuple(clauses)
    latest = Reading.objects.filter(metric__in=[one.id for one in clauses]).select_related("metric")
    now = {reading.metric_id: reading for reading in latest.order_by("metric", "-on").distinct("metric")}
    for one in clauses:
        reading = now.get(one.id)
        said = (
            say(" (now {quantity})", quantity=quantity(f"{reading.value.normalize():f}", reading.metric.unit))
            if reading
            else ""
        )
        yield f"{one.name}: {one.course}{f', while {one.bound}' if one.bound else ''}{said}"


def _next_sync(agreement: Agreement, at: datetime) -> str:
    coming = Sync.objects.outside_pauses().filter(agreement=agreement, held_at=None, cancelled_at=None)
    sync = coming.filter(starts_at__gte=at).select_related("cadence").order_by("starts_at").first()
    if sync is None:
        return ""
    return f"{sync.starts_at.astimezone(zone(sync.cadence.time_zone)):%A %-d %B %Y, %H:%M}"


def _notice(days: int) -> str:
    return (
        f"Say so at least {days} working day{'' if days == 1 else 's'} before the date; the people affected agree to "
        "the new one. That counts as keeping it."
    )


def _names(agreement: Agreement, document: Document, agreed: Iterable[Agreed]) -> Iterator[SheetName]:
    signs_for: Mapping[str, str] = {party.representative: party.team for party in document.parties}
    for one in agreed:
        for team in one.teams or (signs_for.get(one.person, ""),):
            yield SheetName(one.person, team, _day(agreement, one.at))


def _waited_for(document: Document, agreed: Iterable[Agreed]) -> Iterator[str]:
    signed = {team for one in agreed for team in one.teams}
    for party in document.parties:
        if party.team not in signed:
            yield f"{party.representative}, {party.team}"


def _parts(sheet: Sheet) -> Iterator[list[str]]:
    yield [
        sheet.title,
        ", ".join(sheet.parties),
        say("{label}, version {version}. {since}.", label=sheet.label, version=sheet.version, since=sheet.since),
    ]
    if sheet.goal:
        yield [say("Shared goal"), sheet.goal]
    lines = [
        say(
            "* {deliverable}\n  {owner} of {team}, for {for_team}: {by}",
            deliverable=row.deliverable,
            owner=row.owner,
            team=row.team,
            for_team=row.for_team,
            by=row.by,
        )
        for row in sheet.rows
    ]
    yield [say("Who will do what, for whom, by when"), *lines]
    if sheet.metrics:
        yield [say("How we will know"), *sheet.metrics]
    yield [
        say("When we talk"),
        f"{sheet.cadence}.",
        *([say("Next: {next_sync}.", next_sync=sheet.next_sync)] if sheet.next_sync else []),
    ]
    yield [say("If something changes"), sheet.notice]
    names = [f"{', '.join(filter(None, (one.person, one.team)))}: {_long(one.on)}" for one in sheet.names]
    yield [
        say("Agreed to by") if sheet.is_amended else say("Signed by"),
        *names,
        *(say("{one}: to come", one=one) for one in sheet.waited_for),
    ]
    yield [
        say(
            "Terms {terms} (the first {digits} digits of their SHA-256)",
            terms=sheet.terms,
            digits=HASH_DIGITS,
        )
    ]


def _day(agreement: Agreement, at: datetime) -> date:
    return local_date(at, zone=zone(agreement.time_zone))


def _short(on: date) -> str:
    return f"{on:%-d %b %Y}"


def _long(on: date) -> str:
    return f"{on:%-d %B %Y}"
