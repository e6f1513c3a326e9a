"""Who stands behind a version: those who signed it, or agreed to the change, hand-over or metric that made it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import F

from agreements.domain.amendments import Answer
from agreements.models import Assent, Consent, Handover, Signature, Version


@dataclass(frozen=True, slots=True)
class Agreed:
    """``teams`` are those signed for; who consented to a change has none, one answer counts for all their roles."""

    person: str
    teams: tuple[str, ...]
    at: datetime


def agreed_under(versions: Sequence[Version]) -> Mapping[int, tuple[Agreed, ...]]:
    """Each person once, in the order in which they agreed, by the key of each version. Four queries at most."""
    signed, consented, assented = _signed(versions), _consented(versions), _assented(versions)
    handed = _handed(versions)
    return {
        version.pk: (
            *signed[version.pk],
            *consented[version.amendment_id],
            *assented[version.metric_id],
            *handed.get(version.handover_id, ()),
        )
        for version in versions
    }


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


def _assented(versions: Sequence[Version]) -> Mapping[int | None, list[Agreed]]:
    """By metric: who said for which parties that it matters to them."""
    joined = [version.metric_id for version in versions if version.metric_id]
    found: dict[int | None, list[Agreed]] = defaultdict(list)
    assents = Assent.objects.filter(metric__in=joined).select_related("team", "person") if joined else []
    in_order = sorted(assents, key=lambda one: (one.metric_id, one.at, one.person_id, one.pk))
    for (metric, at, person), each in groupby(in_order, key=lambda one: (one.metric_id, one.at, one.person)):
        found[metric].append(Agreed(person.name, tuple(one.team.name for one in each), at))
    return found


def _handed(versions: Sequence[Version]) -> Mapping[int | None, tuple[Agreed, ...]]:
    """By hand-over: who took it, and who agreed to that."""
    made = [version.handover_id for version in versions if version.handover_id]
    done = Handover.objects.filter(pk__in=made).select_related("to_person", "agreed_by") if made else []
    return {one.pk: tuple(_words_given(one)) for one in done}


def _words_given(handover: Handover) -> list[Agreed]:
    """One person may have given both."""
    words = [(handover.taken_at, handover.to_person), (handover.accepted_at, handover.agreed_by)]
    given = {person.name: at for at, person in words if at is not None and person is not None}
    return [Agreed(name, (), at) for name, at in sorted(given.items(), key=lambda one: (one[1], one[0]))]
