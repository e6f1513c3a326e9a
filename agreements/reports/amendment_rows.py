"""Changes that somebody asked for, as many as a list holds: what each alternative says, moves, and who has answered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from agreements.domain.amendments import AmendmentState
from agreements.models import Agreement, Alternative, AmendedAgreement, Amendment, Change, Commitment, Consent
from agreements.reports.changes import asked_of, stored_rows
from agreements.reports.forecast import lines_of
from agreements.reports.ripple import RippleRow, rows
from teams.models import Person
from teams.reports.calendar import working_calendar

type Ripple = tuple[RippleRow, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change that was asked for; out of the reader's sight it says no more than that it is there."""

    change: Change
    is_seen: bool
    seen_waits: frozenset[int]  # of what a new commitment waits on, those in the reader's sight


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """``changes`` in the order in which they were sent; ``ripple`` with all that follows from them."""

    alternative: Alternative
    changes: tuple[ChangeRow, ...]
    ripple: tuple[RippleRow, ...]
    answers: tuple[Consent, ...]  # given ones, in the order in which they came


@dataclass(frozen=True, slots=True)
class AffectedRow:
    """One person and one answer of theirs; both None for who has not answered anything."""

    person: Person
    answer: str | None
    alternative: int | None


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """``agreements`` are the numbers of those it touches in the reader's sight, ``elsewhere`` counts the others."""

    amendment: Amendment
    agreement: int | None  # that it was asked in; None out of sight
    agreements: tuple[int, ...]
    elsewhere: int
    alternatives: tuple[AlternativeRow, ...]
    affected: tuple[AffectedRow, ...]


def amendment_rows(*, amendments: Sequence[Amendment], viewer: Person) -> tuple[AmendmentRow, ...]:
    """Tell ``amendments`` to ``viewer``, who may read them. As many queries for many as for one."""
    alternatives = _alternatives(amendments)
    sight = _sight(amendments, alternatives, viewer)
    keys = [alternative.pk for alternative in alternatives]
    told = dict(zip(keys, _ripples(alternatives, sight.seen, viewer), strict=True))
    return tuple(_row(amendment, alternatives, told, sight) for amendment in amendments)


def ripples(ways: Sequence[Iterable[Change]], *, viewer: Person) -> list[Ripple]:
    """What each of ``ways`` would move as things are, in ``viewer``'s sight. As many queries for many as for one."""
    lines = lines_of([asked_of(changes) for changes in ways], calendar=working_calendar())
    told = iter(rows(lines=[line for found in lines for line in found], viewer=viewer))
    return [tuple(next(told) for _ in found) for found in lines]


def change_rows(changes: Iterable[Change], *, seen: frozenset[int], waits: frozenset[int]) -> tuple[ChangeRow, ...]:
    """Those of ``changes`` that were asked for; ``seen`` agreements and ``waits``, commitments, are in sight."""
    return tuple(ChangeRow(one, one.agreement_id in seen, waits) for one in changes if not one.is_ripple)


@dataclass(frozen=True, slots=True)
class _Sight:
    touched: Mapping[int, Sequence[Agreement]]  # by amendment
    seen: frozenset[int]  # agreements
    waits: frozenset[int]  # commitments


def _alternatives(amendments: Sequence[Amendment]) -> list[Alternative]:
    by_key = {amendment.pk: amendment for amendment in amendments}
    changes = Change.objects.select_related(
        "metric",
        "commitment__agreement",
        "commitment__team",
        "commitment__for_team",
        "commitment__owner",
    ).order_by("position")
    consents = Consent.objects.select_related("person").order_by("answered_at", "pk")
    found = Alternative.objects.filter(amendment__in=amendments).order_by("amendment", "position").defer("former")
    alternatives = list(found.prefetch_related(Prefetch("changes", changes), Prefetch("consents", consents)))
    for alternative in alternatives:
        alternative.amendment = by_key[alternative.amendment_id]
    return alternatives


def _sight(amendments: Sequence[Amendment], alternatives: Iterable[Alternative], viewer: Person) -> _Sight:
    touched: dict[int, list[Agreement]] = {amendment.pk: [] for amendment in amendments}
    links = AmendedAgreement.objects.filter(amendment__in=amendments).select_related("agreement")
    for link in links.order_by("agreement"):
        touched[link.amendment_id].append(link.agreement)
    agreements = {agreement.pk for each in touched.values() for agreement in each}
    agreements |= {amendment.agreement_id for amendment in amendments}
    changes = [change for alternative in alternatives for change in alternative.changes.all()]
    return _Sight(touched, *_seen(agreements, changes, viewer))


def _seen(
    agreements: Iterable[int], changes: Iterable[Change], viewer: Person
) -> tuple[frozenset[int], frozenset[int]]:
    """Which of ``agreements``, and which commitments that new ones are to wait on, ``viewer`` may read."""
    waits = {wait["commitment"] for change in changes for wait in change.now.get("waits_on", ())}
    visible = Agreement.objects.visible_to(viewer).filter(pk__in=agreements)
    commitments = Commitment.objects.visible_to(viewer).filter(pk__in=waits)
    return frozenset(visible.values_list("pk", flat=True)), frozenset(commitments.values_list("pk", flat=True))


def _ripples(alternatives: Sequence[Alternative], seen: frozenset[int], viewer: Person) -> Iterator[Ripple]:
    """Worked out as things are while it is open; afterwards as it was, for dates have moved on."""
    is_open = [one.amendment.state == AmendmentState.OPEN for one in alternatives]
    ways = [one.changes.all() for one, still in zip(alternatives, is_open, strict=True) if still]
    live = iter(ripples(ways, viewer=viewer))
    for alternative, still in zip(alternatives, is_open, strict=True):
        yield next(live) if still else stored_rows(list(alternative.changes.all()), seen=seen)


def _row(
    amendment: Amendment, alternatives: Iterable[Alternative], told: Mapping[int, Ripple], sight: _Sight
) -> AmendmentRow:
    own = [one for one in alternatives if one.amendment_id == amendment.pk]
    touched = sight.touched[amendment.pk]
    return AmendmentRow(
        amendment=amendment,
        agreement=amendment.agreement.number if amendment.agreement_id in sight.seen else None,
        agreements=tuple(one.number for one in touched if one.pk in sight.seen),
        elsewhere=sum(one.pk not in sight.seen for one in touched),
        alternatives=tuple(_alternative(one, told[one.pk], sight) for one in own),
        affected=tuple(_affected(own)),
    )


def _alternative(alternative: Alternative, ripple: Ripple, sight: _Sight) -> AlternativeRow:
    return AlternativeRow(
        alternative=alternative,
        changes=change_rows(alternative.changes.all(), seen=sight.seen, waits=sight.waits),
        ripple=ripple,
        answers=tuple(consent for consent in alternative.consents.all() if consent.answer),
    )


def _affected(alternatives: Iterable[Alternative]) -> Iterator[AffectedRow]:
    asked = sorted((consent for one in alternatives for consent in one.consents.all()), key=lambda one: one.pk)
    answered: dict[Person, list[Consent]] = {consent.person: [] for consent in asked}
    for consent in asked:
        if consent.answer:
            answered[consent.person].append(consent)
    for person, given in answered.items():
        yield from (AffectedRow(person, one.answer, one.alternative_id) for one in given)
        if not given:
            yield AffectedRow(person, None, None)
