"""Who stands behind a version: those who signed it, or consented to the change that made it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import F

from agreements.domain.amendments import Answer
from agreements.models import Consent, Signature, Version


@dataclass(frozen=True, slots=True)
class Agreed:
    """``teams`` are those signed for; who consented to a change has none, one answer counts for all their roles."""

    person: str
    teams: tuple[str, ...]
    at: datetime


def agreed_under(versions: Sequence[Version]) -> Mapping[int, tuple[Agreed, ...]]:
    """Each person once, in the order in which they agreed, by the key of each version. Two queries."""
    signed, consented = _signed(versions), _consented(versions)
    return {version.pk: (*signed[version.pk], *consented[version.amendment_id]) for version in versions}


def _signed(versions: Sequence[Version]) -> Mapping[int, list[Agreed]]:
    signatures = Signature.objects.filter(version__in=versions).select_related("party__team", "person")
    found: dict[int, list[Agreed]] = defaultdict(list)
    in_order = signatures.order_by("version", "signed_at", "person", "pk")
    for (version, at, person), each in groupby(in_order, key=lambda one: (one.version_id, one.signed_at, one.person)):
        found[version].append(Agreed(person.name, tuple(one.party.team.name for one in each), at))
    return found


def _consented(versions: Sequence[Version]) -> Mapping[int | None, list[Agreed]]:
    """By amendment: those who accepted the alternative that was agreed."""
    made = [version.amendment_id for version in versions if version.amendment_id]
    agreed = F("alternative__amendment__agreed")
    accepted = Consent.objects.filter(alternative__amendment__in=made, alternative=agreed, answer=Answer.ACCEPT)
    found: dict[int | None, list[Agreed]] = defaultdict(list)
    for consent in accepted.select_related("alternative", "person").order_by("answered_at", "pk"):
        assert consent.answered_at is not None  # the database holds that for every answer
        found[consent.alternative.amendment_id].append(Agreed(consent.person.name, (), consent.answered_at))
    return found
