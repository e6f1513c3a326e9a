"""Changes of an agreement that wait for answers, as its own pages mention them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from agreements.domain.amendments import AmendmentState, Answer
from agreements.models import Agreement, Alternative, Amendment, Change, Commitment, Consent
from agreements.reports.lines import Line
from teams.domain.language import say
from teams.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChange:
    """One change; ``slug`` and ``number`` lead to it, None where it was asked in an agreement out of sight."""

    number: int | None
    slug: str
    options: tuple[str, ...]
    asked_by: Person
    asked_at: datetime
    answer_by: date
    waits_for: tuple[Person, ...]
    is_yours: bool  # waits for the reader's answer
    dates: tuple[tuple[int, str], ...]  # commitments whose date it asks for, with "22 Mar", or several days


@dataclass(frozen=True, slots=True)
class NamedChange:
    """An open change that a commitment is part of; ``number`` None where it was asked out of sight."""

    number: int | None
    slug: str
    asked_by: Person


def open_changes(agreement: Agreement, *, viewer: Person) -> tuple[OpenChange, ...]:
    """What is open and touches ``agreement``, the oldest first. Five queries, however many there are."""
    found = Amendment.objects.open().filter(touched__agreement=agreement).order_by("asked_at", "pk")
    rows = list(_with_options(found.select_related("agreement", "asked_by")))
    seen = set(
        Amendment.objects.visible_to(viewer).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    named = Agreement.objects.visible_to(viewer).filter(pk__in=[row.agreement_id for row in rows])
    slugs = set(named.values_list("pk", flat=True))
    return tuple(_open(row, viewer, is_seen=row.pk in seen, is_named=row.agreement_id in slugs) for row in rows)


def times_changed(agreement: Agreement) -> int:
    """How many changes of it came into force."""
    return Amendment.objects.filter(state=AmendmentState.AGREED, touched__agreement=agreement).count()


def change_of(commitment: Commitment, *, viewer: Person) -> NamedChange | None:
    """The oldest open change that asks for something of ``commitment``, or moves it. Two queries."""
    named = Amendment.objects.open().filter(alternatives__changes__commitment=commitment)
    found = named.select_related("agreement", "asked_by").order_by("asked_at", "pk").first()
    if found is None:
        return None
    is_seen = Amendment.objects.visible_to(viewer).filter(pk=found.pk).exists()
    is_named = found.agreement_id == commitment.agreement_id
    slug = found.agreement.slug if is_named else str(found.agreement.number)
    return NamedChange(found.number if is_seen else None, slug, found.asked_by)


def waiting_among(consents: Iterable[Consent]) -> tuple[Person, ...]:
    """Who has answered none of these, of options still open; who accepted one has answered."""
    given = list(consents)
    content = {one.person_id for one in given if one.answer == Answer.ACCEPT}
    waiting = (one.person for one in given if one.answer is None and one.person_id not in content)
    return tuple(dict.fromkeys(waiting))


def with_proposals(lines: Iterable[Line], changes: Iterable[OpenChange]) -> tuple[Line, ...]:
    """The same lines, with a chip of the date that is asked for in place of what else would stand there."""
    asked = {commitment: words for change in changes for commitment, words in change.dates}
    return tuple(
        replace(line, chip=say("{asked} proposed", asked=asked[line.row.pk]), chip_tone="change")
        if line.row.pk in asked
        else line
        for line in lines
    )


def _with_options(amendments: QuerySet[Amendment]) -> QuerySet[Amendment]:
    """The same, each with those of its alternatives that nobody has declined."""
    consents = Prefetch("consents", Consent.objects.select_related("person").order_by("pk"))
    changes = Prefetch("changes", Change.objects.order_by("position"))
    options = Alternative.objects.open().order_by("position").prefetch_related(consents, changes)
    return amendments.prefetch_related(Prefetch("alternatives", options))


def _open(amendment: Amendment, viewer: Person, *, is_seen: bool, is_named: bool) -> OpenChange:
    alternatives = list(amendment.alternatives.all())
    waiting = waiting_among(one for each in alternatives for one in each.consents.all())
    return OpenChange(
        number=amendment.number if is_seen else None,
        slug=amendment.agreement.slug if is_named else str(amendment.agreement.number),
        options=tuple(alternative.label for alternative in alternatives) if is_seen else (),
        asked_by=amendment.asked_by,
        asked_at=amendment.asked_at,
        answer_by=amendment.answer_by,
        waits_for=waiting,
        is_yours=viewer in waiting,
        dates=tuple(_dates(alternatives)) if is_seen else (),
    )


def _dates(alternatives: Iterable[Alternative]) -> Iterable[tuple[int, str]]:
    days: dict[int, dict[str, None]] = {}
    for alternative in alternatives:
        for change in alternative.changes.all():
            if change.commitment_id is not None and "due_on" in change.now:
                on = date.fromisoformat(change.now["due_on"])
                days.setdefault(change.commitment_id, {})[f"{on.day} {on:%b}"] = None
    for commitment, words in days.items():
        yield commitment, " or ".join(words)
