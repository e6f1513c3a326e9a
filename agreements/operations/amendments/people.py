"""Whom a change concerns: everybody whose consent it takes, over all agreements it touches."""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from agreements.domain.amendments import ChangeKind
from agreements.models import Agreement, Change, Party
from teams.domain.errors import RefusalError
from teams.models import Person


class NobodyAnswersError(RefusalError):
    """Somebody whose consent it takes has left, and it would wait for them for ever."""

    code = "nobody_answers"


def affected_by(changes: Sequence[Change], *, viewer: Person) -> list[Person]:
    """Return everybody whose consent ``changes`` take: who signs for the parties concerned, owners old and new.

    An owner who has left is not asked: who signs for their party answers. Raises NobodyAnswersError when nobody signs
    for a party any more, or a new owner has left; it names what ``viewer`` may read.
    """
    agreements = {change.agreement_id for change in changes}
    signs = Party.objects.filter(agreement__in=agreements).select_related("agreement", "team", "representative")
    signing = [party for party in signs.order_by("pk") if any(_concerns(change, party) for change in changes)]
    owners = _people_named(changes)
    _refuse_gone(signing, owners, viewer)
    had = [change.commitment.owner for change in changes if change.commitment is not None]
    asked = chain((party.representative for party in signing), had, owners)
    return list(dict.fromkeys(person for person in asked if person is not None and person.is_active))


def _concerns(change: Change, party: Party) -> bool:
    """Whether ``party`` owes or receives what changes; metrics and the cadence are every party's."""
    if change.agreement_id != party.agreement_id:
        return False
    if change.commitment is not None:
        return party.team_id in {change.commitment.team_id, change.commitment.for_team_id}
    if change.kind == ChangeKind.ADD_COMMITMENT:
        return party.team.slug in {change.now["team"], change.now["for_team"]}
    return True


def _people_named(changes: Iterable[Change]) -> list[Person]:
    """Return the owners that ``changes`` name."""
    emails = [change.now["owner"] for change in changes if "owner" in change.now]
    return list(Person.objects.filter(email__in=emails).order_by("pk")) if emails else []


def _refuse_gone(signing: Iterable[Party], owners: Collection[Person], viewer: Person) -> None:
    silent = [party for party in signing if party.representative is None or not party.representative.is_active]
    seen = Agreement.objects.visible_to(viewer).filter(pk__in={party.agreement_id for party in silent})
    seen_keys = set(seen.values_list("pk", flat=True)) if silent else set()
    sentences = [_nobody_signs(party, is_seen=party.agreement_id in seen_keys) for party in silent]
    sentences += [f"{person.name} has left the organisation." for person in owners if not person.is_active]
    if sentences:
        raise NobodyAnswersError(" ".join(dict.fromkeys(sentences)))


def _nobody_signs(party: Party, *, is_seen: bool) -> str:
    if is_seen:
        return f"Nobody can answer for {party.team.name} in {party.agreement.label}: who signs for it has left."
    return "Nobody can answer for a party of another agreement that this moves: who signs for it has left."
