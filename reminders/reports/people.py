"""Who is told of terms that came into force."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import F

from agreements.models import Agreement, Commitment, Party


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
