"""Who is asked to say the terms back, and for which lines each of them speaks."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.domain.agreements import AgreementState
from agreements.models import Agreement, Commitment, Party, Readback, Signature
from teams.models import Person

WRITTEN = Q(written_at__isnull=False)
# Until the terms are in force, who is asked reads the others' words only after writing their own.
SEALED_IN = (AgreementState.DRAFT, AgreementState.READBACK)


@dataclass(frozen=True, slots=True)
class Asked:
    """One person: the teams whose name they sign in, and the ids of the commitments that they speak for."""

    person: Person
    teams: tuple[str, ...]
    lines: frozenset[int]


def asked_of(agreement: Agreement) -> tuple[Asked, ...]:
    """Everybody asked who has not left, those who sign first. They speak for what they owe and what their party owes.

    Two queries.
    """
    signs: dict[Person, list[Party]] = defaultdict(list)
    for party in agreement.parties.exclude(representative=None).select_related("team", "representative").order_by("pk"):
        assert party.representative is not None
        signs[party.representative].append(party)
    rows = list(agreement.commitments.select_related("owner").order_by("number"))
    people = dict.fromkeys([*signs, *(row.owner for row in rows if row.owner)])
    return tuple(_asked(person, signs.get(person, ()), rows) for person in people if person.is_active)


def lines_spoken_for(person: Person, agreement: Agreement) -> frozenset[int]:
    """The ids of the commitments that ``person`` speaks for; none when they are not asked."""
    return next((asked.lines for asked in asked_of(agreement) if asked.person == person), frozenset())


def has_said_back(person: Person, agreement: Agreement) -> bool:
    return Readback.objects.filter(WRITTEN, agreement=agreement, person=person).exists()


def is_sealed_from(person: Person, agreement: Agreement) -> bool:
    """Whether ``person`` is asked, and is to write before reading what the others wrote."""
    return bool(sealed_among([agreement.pk], person=person))


def sealed_among(agreements: Collection[int], *, person: Person) -> frozenset[int]:
    """Those of ``agreements``, by id, of which the above is true. One query, or none."""
    written = Readback.objects.filter(WRITTEN, person=person, agreement=OuterRef("pk"))
    sealed = Agreement.objects.filter(_is_asked(person), ~Exists(written), state__in=SEALED_IN, pk__in=agreements)
    return frozenset(sealed.values_list("pk", flat=True))


def asking(person: Person) -> QuerySet[Agreement]:
    """Agreements that wait to be said back in which ``person`` is asked, whether or not they have written."""
    return Agreement.objects.filter(_is_asked(person), state=AgreementState.READBACK)


def standing_readbacks() -> QuerySet[Readback]:
    """Written ones whose writer is still asked: those on the board of their agreement."""
    signs = Party.objects.filter(agreement=OuterRef("agreement"), representative=OuterRef("person"))
    owes = Commitment.objects.filter(agreement=OuterRef("agreement"), owner=OuterRef("person"))
    return Readback.objects.filter(WRITTEN, Exists(signs) | Exists(owes), person__is_active=True)


def has_signed(person: Person, agreement: Agreement) -> bool:
    """Whether ``person`` signed the terms that wait for signatures."""
    return signatures_under_open_terms(person).filter(version__agreement=agreement).exists()


def signatures_under_open_terms(person: Person) -> QuerySet[Signature]:
    return Signature.objects.filter(person=person, version__taken_back_at=None, version__in_force_at=None)


def readback_of(person: Person, agreement: Agreement) -> Readback | None:
    return Readback.objects.filter(agreement=agreement, person=person).first()


def _is_asked(person: Person) -> Q:
    """The rule of `may_read_back`, asked of many agreements at once."""
    signs = Party.objects.filter(agreement=OuterRef("pk"), representative=person)
    owes = Commitment.objects.filter(agreement=OuterRef("pk"), owner=person)
    return Q(Exists(signs)) | Q(Exists(owes))


def _asked(person: Person, parties: Sequence[Party], rows: Sequence[Commitment]) -> Asked:
    teams = {party.team_id for party in parties}
    return Asked(
        person=person,
        teams=tuple(party.team.name for party in parties),
        lines=frozenset(row.pk for row in rows if row.owner_id == person.pk or row.team_id in teams),
    )
