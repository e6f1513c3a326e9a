"""Whether the owner of a commitment may be asked how it stands today, and whether they were."""

from dataclasses import dataclass
from datetime import datetime

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Ask, CheckIn, CheckInRole, Commitment
from agreements.permissions import may_ask_owner
from agreements.reports.rounds import opening_today
from teams.domain.calendar import local_date, zone
from teams.domain.language import say
from teams.models import Person

ONE_A_DAY = "One ask a day per commitment."


@dataclass(frozen=True, slots=True)
class AskOffer:
    """The button "Ask Lena"; `asked` says who asked today in its place, empty while nobody did."""

    name: str
    asked: str


def ask_offer(commitment: Commitment, *, viewer: Person, at: datetime) -> AskOffer | None:
    """What ``viewer`` is offered beside ``commitment``, which brings its agreement and owner along; None: nothing."""
    if not is_askable(commitment, at=at) or not may_ask_owner(viewer, commitment):
        return None
    assert commitment.owner is not None  # as everything open has
    return AskOffer(commitment.owner.get_short_name(), asked_today(commitment, at=at))


def is_askable(commitment: Commitment, *, at: datetime) -> bool:
    """Open, in an agreement that is in force and not paused: then its owner has something to say."""
    agreement = commitment.agreement
    is_running = agreement.state == AgreementState.ACTIVE and not agreement.is_paused(at=at)
    return is_running and commitment.state == CommitmentState.OPEN and commitment.owner_id is not None


def asked_today(commitment: Commitment, *, at: datetime) -> str:
    """Who asked the owner today, as a sentence; empty when nobody did. ``commitment`` is askable."""
    today = local_date(at, zone=zone(commitment.agreement.time_zone))
    asked = Ask.objects.filter(commitment=commitment, asked_on=today).select_related("asked_by").first()
    assert commitment.owner is not None
    owner = commitment.owner.get_short_name()
    if asked is not None:
        return say("{who} asked {owner} today.", who=asked.asked_by.get_short_name(), owner=owner)
    return (
        say("The check-in request asks {owner} today.", owner=owner)
        if _is_asked_by_round(commitment, commitment.owner, at)
        else ""
    )


def _is_asked_by_round(commitment: Commitment, owner: Person, at: datetime) -> bool:
    """A round opens for the owner today, and they have not said a word in it yet."""
    name = opening_today(agreement=commitment.agreement, person=owner, at=at)
    if name is None:
        return False
    return not CheckIn.objects.filter(commitment=commitment, role=CheckInRole.OWNER, round_on=name).exists()
