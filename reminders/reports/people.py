"""Who takes part in an agreement: those who sign for a party, moderate it, or own or receive something open."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import F

from agreements.models import Agreement, Commitment, Party


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


def named_in(agreements: Collection[int]) -> dict[int, set[int]]:
    """Those who sign, own or accept anything in each of ``agreements``, or moderate it, whatever its state."""
    of: dict[int, set[int]] = defaultdict(set)
    for model, field in ((Party, "representative"), (Commitment, "owner"), (Commitment, "accepted_by")):
        rows = model.objects.filter(agreement__in=agreements, **{f"{field}__is_active": True})
        for agreement, person in rows.values_list(F("agreement"), F(field)):
            of[agreement].add(person)
    moderated = Agreement.objects.filter(pk__in=agreements, facilitator__is_active=True)
    for agreement, person in moderated.values_list("pk", "facilitator"):
        of[agreement].add(person)
    return of
