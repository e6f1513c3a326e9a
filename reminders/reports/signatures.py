"""Asking for a signature, and saying that the last one brought the agreement into force."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Commitment, Party, Signature, Version
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.moments import IN_FORCE_LIFE
from reminders.models import Reminder
from reminders.reports.commitments import line_of, with_people
from reminders.reports.due import Due, Subject
from reminders.reports.people import named_in
from reminders.reports.sections import Gone, Line, Look, Section, today_of
from teams.domain.calendar import end_of_day, zone
from teams.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureSection(Section):
    title: str
    version: int
    proposed_by: str
    answer_by: date
    teams: tuple[str, ...]  # for which the reader signs


@dataclass(frozen=True, slots=True, kw_only=True)
class InForceSection(Section):
    """The one-page text: the goal, the parties with who signs for them, and every promise."""

    title: str
    version: int
    shared_goal: str
    parties: tuple[str, ...]
    lines: tuple[Line, ...]


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Signatures asked of representatives, and agreements come into force within the last seven days."""
    proposed = {version.agreement_id: version for version in _proposed()}
    for (agreement, _), parties in _unsigned(proposed.values()).items():
        person = parties[0].representative
        assert person is not None
        yield _asked(proposed[agreement], person)
    in_force = {version.agreement_id: version for version in _in_force().filter(in_force_at__gt=at - IN_FORCE_LIFE)}
    named = named_in(in_force.keys())
    people = Person.objects.in_bulk(set().union(*named.values()))
    for agreement, version in in_force.items():
        for person_id in named[agreement]:
            yield _came_into_force(version, people[person_id])


def _proposed() -> QuerySet[Version]:
    return Version.objects.filter(
        in_force_at=None, taken_back_at=None, agreement__state=AgreementState.READBACK
    ).select_related("agreement", "proposed_by")


def _in_force() -> QuerySet[Version]:
    """The latest version in force of each active agreement."""
    later = Version.objects.filter(
        agreement=OuterRef("agreement"), number__gt=OuterRef("number"), in_force_at__isnull=False
    )
    return Version.objects.filter(
        ~Exists(later), in_force_at__isnull=False, agreement__state=AgreementState.ACTIVE
    ).select_related("agreement")


def _unsigned(versions: Collection[Version]) -> dict[tuple[int, int], list[Party]]:
    """The parties that have not signed yet, by agreement and representative."""
    agreements = {version.agreement_id for version in versions}
    signed = set(Signature.objects.filter(version__in=list(versions)).values_list("party", flat=True))
    parties = Party.objects.filter(agreement__in=agreements, representative__is_active=True)
    waiting: dict[tuple[int, int], list[Party]] = defaultdict(list)
    for party in parties.select_related("representative", "team").order_by("team__name"):
        if party.pk not in signed and party.representative_id:
            waiting[party.agreement_id, party.representative_id].append(party)
    return waiting


def _asked(version: Version, person: Person) -> Due:
    here = zone(version.agreement.time_zone)
    return Due(
        kind=Kind.SIGNATURE_ASKED,
        recipient=person.pk,
        subject=Subject(agreement=version.agreement_id, version=version.pk),
        slot="once",
        local_on=today_of(person, at=version.proposed_at),
        due_at=version.proposed_at,
        expires_at=end_of_day(version.answer_by, zone=here),
        headline=wording.signature_asked(version.agreement.title, version=version.number),
    )


def _came_into_force(version: Version, person: Person) -> Due:
    assert version.in_force_at is not None
    return Due(
        kind=Kind.IN_FORCE,
        recipient=person.pk,
        subject=Subject(agreement=version.agreement_id, version=version.pk),
        slot="once",
        local_on=today_of(person, at=version.in_force_at),
        due_at=version.in_force_at,
        expires_at=version.in_force_at + IN_FORCE_LIFE,
        headline=wording.in_force(version.agreement.title, version=version.number),
    )


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still open and unsigned by the person; or in force, in that version."""
    asked = [one for one in reminders if one.kind == Kind.SIGNATURE_ASKED]
    told = [one for one in reminders if one.kind == Kind.IN_FORCE]
    return _look_at_asked(asked, at=at) | _look_at_told(told, at=at)


def _look_at_asked(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    versions = _proposed().in_bulk([one.version_id for one in reminders])
    waiting = _unsigned(versions.values())
    found: Look = {}
    for one in reminders:
        version = versions.get(one.version_id or 0)
        parties = waiting.get((version.agreement_id, one.recipient_id)) if version else None
        if version is None:
            found[one.pk] = Gone("the proposal was taken back, signed by all or set aside")
        elif parties is None:
            found[one.pk] = Gone("it was signed, or somebody else signs now")
        else:
            found[one.pk] = _signature(version, one.recipient, parties, at)
    return found


def _signature(version: Version, reader: Person, parties: Sequence[Party], at: datetime) -> SignatureSection:
    agreement = version.agreement
    return SignatureSection(
        kind=Kind.SIGNATURE_ASKED,
        headline=wording.signature_asked(agreement.title, version=version.number),
        path=reverse("agreement_signature", args=[agreement.slug]),
        today=today_of(reader, at=at),
        title=agreement.title,
        version=version.number,
        proposed_by=str(version.proposed_by),
        answer_by=version.answer_by,
        teams=tuple(str(party.team) for party in parties),
    )


def _look_at_told(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    versions = _in_force().in_bulk([one.version_id for one in reminders])
    agreements = {version.agreement_id for version in versions.values()}
    pages = _Pages(_parties(agreements), _promises(agreements))
    return {
        one.pk: _came_section(version, one.recipient, pages, at)
        if (version := versions.get(one.version_id or 0))
        else Gone("another version is in force, or the agreement is closed")
        for one in reminders
    }


@dataclass(frozen=True, slots=True)
class _Pages:
    """What the one-page texts are made from, by agreement."""

    parties: dict[int, list[str]]
    promises: dict[int, list[Commitment]]


def _parties(agreements: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Party.objects.filter(agreement__in=agreements).select_related("team", "representative")
    for party in rows.order_by("team__name"):
        gains = f": {party.gains}" if party.gains else ""
        found[party.agreement_id].append(f"{party.team}, for which {party.representative} signs{gains}")
    return found


def _promises(agreements: Collection[int]) -> dict[int, list[Commitment]]:
    found: dict[int, list[Commitment]] = defaultdict(list)
    rows = Commitment.objects.filter(agreement__in=agreements).exclude(state=CommitmentState.PROPOSED)
    for commitment in with_people(rows).order_by("due_on", "number"):
        found[commitment.agreement_id].append(commitment)
    return found


def _came_section(version: Version, reader: Person, pages: _Pages, at: datetime) -> InForceSection:
    agreement = version.agreement
    return InForceSection(
        kind=Kind.IN_FORCE,
        headline=wording.in_force(agreement.title, version=version.number),
        path=reverse("agreement", args=[agreement.slug]),
        today=today_of(reader, at=at),
        title=agreement.title,
        version=version.number,
        shared_goal=agreement.shared_goal,
        parties=tuple(pages.parties[agreement.pk]),
        lines=tuple(line_of(one, reader=reader) for one in pages.promises[agreement.pk]),
    )
