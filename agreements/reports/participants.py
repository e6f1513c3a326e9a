"""Who takes part in an agreement: those who sign for a party, moderate it, or own or receive something open."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from agreements.models import Agreement, Commitment, Party
from agreements.models.agreements import AgreementQuerySet
from teams.models import Person


def participants(agreements: Collection[int]) -> dict[int, set[int]]:
    """The active people of each of ``agreements`` (numbers of rows), by number. Four queries."""
    of: dict[int, set[int]] = defaultdict(set)
    signing = Party.objects.filter(agreement__in=agreements, representative__is_active=True)
    moderating = Agreement.objects.filter(pk__in=agreements, facilitator__is_active=True)
    open_ones = Commitment.objects.open().filter(agreement__in=agreements)
    for pairs in (
        signing.values_list("agreement", "representative"),
        moderating.values_list("pk", "facilitator"),
        open_ones.filter(owner__is_active=True).values_list("agreement", "owner"),
        open_ones.filter(accepted_by__is_active=True).values_list("agreement", "accepted_by"),
    ):
        for agreement, person in pairs:
            of[agreement].add(person)
    return of


def taking_part(person: Person) -> AgreementQuerySet:
    """The agreements in force in which ``person`` is one of ``participants``, or takes turns at moderating."""
    signed = Q(pk__in=Party.objects.filter(representative=person).values("agreement"))
    promised = Commitment.objects.open().filter(Q(owner=person) | Q(accepted_by=person))
    moderated = Q(facilitator=person) | Q(cadence__rota__person=person) | Q(syncs__facilitator=person)
    involved = Agreement.objects.filter(signed | moderated | Q(pk__in=promised.values("agreement")))
    return Agreement.objects.active().filter(pk__in=involved.values("pk"))
