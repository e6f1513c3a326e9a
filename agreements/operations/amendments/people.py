"""Whom a change concerns: everybody whose consent it takes, over all agreements it touches."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from agreements.domain.amendments import ChangeKind
from agreements.models import Agreement, Change, Party
from teams.domain.errors import RefusalError
from teams.domain.language import say
from teams.models import Person


class NobodyAnswersError(RefusalError):
    """Somebody whose consent it takes has left, and it would wait for them for ever."""

    code = "nobody_answers"


def affected_by(changes: Sequence[Change], *, viewer: Person) -> list[Person]:
    """Return everybody whose consent ``changes`` take: who signs for the parties concerned, owners old and new.

    An owner who has left is not asked: who signs for their party answers. Raises NobodyAnswersError when nobody signs
    for a party any more, or a new owner or accepter has left; it names what ``viewer`` may read.
    """
    agreements = {change.agreement_id for change in changes}
    signs = Party.objects.filter(agreement__in=agreements).select_related("agreement", "team", "representative")
    signing = [party for party in signs.order_by("pk") if any(_concerns(change, party) for change in changes)]
    named = _people_named(changes)
    _refuse_gone(signing, named, viewer)
    _refuse_renamed(changes, signing)
    had = [change.commitment.owner for change in changes if change.commitment is not None]
    owners = [named[change.now["owner"]] for change in changes if "owner" in change.now]
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


def _people_named(changes: Iterable[Change]) -> dict[str, Person | None]:
    """Return who is to own or to accept something, by address; None where nobody has that address any more."""
    emails = {change.now[field] for change in changes for field in ("owner", "accepted_by") if field in change.now}
    found = {person.email: person for person in Person.objects.filter(email__in=emails)} if emails else {}
    return {email: found.get(email) for email in sorted(emails)}


def _refuse_gone(signing: Iterable[Party], named: Mapping[str, Person | None], viewer: Person) -> None:
    silent = [party for party in signing if party.representative is None or not party.representative.is_active]
    seen = Agreement.objects.visible_to(viewer).filter(pk__in={party.agreement_id for party in silent})
    seen_keys = set(seen.values_list("pk", flat=True)) if silent else set()
    sentences = [_nobody_signs(party, is_seen=party.agreement_id in seen_keys) for party in silent]
    sentences += [
        say("Nobody has the address {email} any more.", email=email)
        for email, person in named.items()
        if person is None
    ]
    sentences += [
        say("{name} has left the organisation.", name=person.name)
        for person in named.values()
        if person and not person.is_active
    ]
    if sentences:
        raise NobodyAnswersError(" ".join(dict.fromkeys(sentences)))


def _refuse_renamed(changes: Iterable[Change], signing: Iterable[Party]) -> None:
    """What is to be added names its teams as they were called; that a team is called otherwise since then is rare."""
    slugs = {party.team.slug for party in signing}
    added = [change.now for change in changes if change.kind == ChangeKind.ADD_COMMITMENT]
    if not slugs.issuperset(promise[side] for promise in added for side in ("team", "for_team")):
        raise NobodyAnswersError(say("A team that it names was renamed meanwhile. Withdraw it and ask again."))


def _nobody_signs(party: Party, *, is_seen: bool) -> str:
    if is_seen:
        return say(
            "Nobody can answer for {name} in {label}: who signs for it has left.",
            name=party.team.name,
            label=party.agreement.label,
        )
    return say("Nobody can answer for a party of another agreement that this moves: who signs for it has left.")
