"""Whom proposals and changes wait for: who has still to say terms back, to sign them, or to answer a change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from agreements.domain.agreements import AgreementState
from agreements.domain.amendments import Answer
from agreements.domain.terms import line_hashes
from agreements.models import Commitment, Consent, Difference, Party, Readback, Signature, Version

type Key = tuple[int, int]  # a version or an amendment, and a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """What one person has still to do under one version.

    ``to_say``: the deliverables they have still to say back; ``is_again``: they did, and these changed since.
    ``to_sign``: the teams in whose name they have still to sign. Nobody can sign while ``differences`` are open; the
    last of those settled since the proposal was settled at ``opened_at``.
    """

    person: int
    to_say: tuple[str, ...]
    is_again: bool
    to_sign: tuple[str, ...]
    differences: int
    opened_at: datetime | None

    @property
    def may_sign(self) -> bool:
        return bool(self.to_sign) and not self.differences

    @property
    def is_waited_for(self) -> bool:
        """Whether there is something that they can do now."""
        return bool(self.to_say) or self.may_sign


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of the agreements, by agreement; readbacks by agreement and person."""

    parties: dict[int, list[Party]]
    promises: dict[int, list[Commitment]]
    said: dict[tuple[int, int], dict[str, str]]
    signed: set[tuple[int, int]]  # versions and parties
    open: dict[int, int]
    settled_at: dict[int, datetime]


def proposals() -> QuerySet[Version]:
    """The versions that wait to be said back and signed."""
    open_ones = Version.objects.standing().filter(in_force_at=None, agreement__state=AgreementState.READBACK)
    return open_ones.select_related("agreement", "proposed_by")


def waited_for(versions: Collection[Version]) -> dict[Key, Waited]:
    """Everybody asked under ``versions`` who has an account, by version and person. Six queries."""
    facts = _facts(versions)
    return {
        (version.pk, person): _waited(version, person, facts)
        for version in versions
        for person in sorted(set(_people(version, facts)))
    }


def _facts(versions: Collection[Version]) -> _Facts:
    agreements = [version.agreement_id for version in versions]
    parties = Party.objects.filter(agreement__in=agreements, representative__is_active=True).select_related("team")
    promises = Commitment.objects.filter(agreement__in=agreements).select_related("owner")
    written = Readback.objects.filter(agreement__in=agreements, written_at__isnull=False)
    differences = Difference.objects.filter(readback__agreement__in=agreements)
    settled = differences.filter(settled_at__isnull=False).values_list("readback__agreement")
    return _Facts(
        parties=_by_agreement(parties.order_by("team__name")),
        promises=_by_agreement(promises.order_by("number")),
        said={(row.agreement_id, row.person_id): row.lines for row in written},
        signed=set(Signature.objects.filter(version__in=list(versions)).values_list("version", "party")),
        open=dict(differences.open().values_list("readback__agreement").annotate(Count("pk"))),
        settled_at=dict(settled.annotate(Max("settled_at"))),
    )


def _by_agreement[Row: (Party, Commitment)](rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.agreement_id].append(row)
    return found


def _people(version: Version, facts: _Facts) -> Iterator[int]:
    for party in facts.parties[version.agreement_id]:
        assert party.representative_id is not None  # asked for above
        yield party.representative_id
    for row in facts.promises[version.agreement_id]:
        if row.owner and row.owner.is_active:
            yield row.owner.pk


def _waited(version: Version, person: int, facts: _Facts) -> Waited:
    agreement = version.agreement_id
    signs_for = [party for party in facts.parties[agreement] if party.representative_id == person]
    unsigned = [party for party in signs_for if (version.pk, party.pk) not in facts.signed]
    has_signed = bool(signs_for) and not unsigned
    settled_at = facts.settled_at.get(agreement)
    return Waited(
        person=person,
        to_say=() if has_signed else tuple(_to_say(version, person, {party.team_id for party in signs_for}, facts)),
        is_again=(agreement, person) in facts.said,
        to_sign=tuple(party.team.name for party in unsigned),
        differences=facts.open.get(agreement, 0),
        opened_at=settled_at if settled_at and settled_at > version.proposed_at else None,
    )


def _to_say(version: Version, person: int, teams: set[int], facts: _Facts) -> Iterator[str]:
    """What they owe and what their party owes, as far as they have not said it back as it stands."""
    said = facts.said.get((version.agreement_id, person))
    hashes = line_hashes(version.terms) if said else {}
    for row in facts.promises[version.agreement_id]:
        is_own = row.owner_id == person or row.team_id in teams
        if is_own and (said is None or said.get(str(row.pk)) != hashes[row.pk]):
            yield row.deliverable


def unanswered(amendments: Collection[int]) -> dict[Key, datetime]:
    """Who has still to answer each of ``amendments``, and since when they are asked. One query.

    Who accepted a way that is still open has answered; the others answer every way that nobody declined.
    """
    words: dict[int, dict[int, list[Consent]]] = defaultdict(lambda: defaultdict(list))
    rows = Consent.objects.filter(alternative__amendment__in=amendments).select_related("alternative", "person")
    for word in rows.order_by("pk"):
        words[word.alternative.amendment_id][word.alternative_id].append(word)
    found: dict[Key, datetime] = {}
    for amendment, ways in words.items():
        still_open = [way for way in ways.values() if all(word.answer != Answer.DECLINE for word in way)]
        given = [word for way in still_open for word in way]
        content = {word.person_id for word in given if word.answer == Answer.ACCEPT}
        for word in given:
            if word.answer is None and word.person.is_active and word.person_id not in content:
                found[amendment, word.person_id] = word.asked_at
    return found
