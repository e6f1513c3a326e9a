"""What a commitment shows of what was said about it, kept with each answer so that sweeps and lists read one row."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Field, Model, QuerySet

from agreements.domain.cadence import ROUND_DAYS_WITHOUT_CADENCE
from agreements.domain.commitments import Standing
from agreements.models import CheckIn, CheckInRole, Commitment, Sync

REMEMBERED = 3  # how many of the owner's answers the commitment keeps at hand
TWO_STEPS = 2
WORD = ("recent", "standing", "standing_at", "expected_on")
PAIR = ("is_disputed", "half_answered_on")


def keep_word(commitment: Commitment, given: CheckIn) -> None:
    """Make ``given`` its owner's latest word, unsaved."""
    answers = _answers(commitment, CheckInRole.OWNER)
    commitment.recent = list(answers.values_list("standing", flat=True)[:REMEMBERED])[::-1]
    commitment.standing = given.standing
    commitment.standing_at = given.at
    commitment.expected_on = given.expected_on


def keep_pair(commitment: Commitment) -> None:
    """Compare, unsaved, the latest answers of its two people where they are about the same time.

    Where they are not, a dispute stays as it is until both have answered again or the sync was held. A word that an
    agreed change made void is compared with nothing.
    """
    owner, receiver = _latest(commitment, CheckInRole.OWNER), _latest(commitment, CheckInRole.RECEIVER)
    is_pair = bool(owner and receiver and _are_together(owner, receiver))
    commitment.half_answered_on = owner.round_on if owner and not is_pair else None
    if owner and receiver and is_pair and commitment.standing is not None:
        commitment.is_disputed = _apart(owner.standing, receiver.standing)


def forget_word(commitment: Commitment, *, at: datetime) -> None:
    """Void, unsaved, what was said before ``at`` about the date that it had; that there was a word stays known."""
    commitment.said_since = at
    commitment.standing, commitment.expected_on, commitment.recent = None, None, []
    commitment.is_disputed, commitment.half_answered_on = False, None


def forget_owner(commitment: Commitment, *, at: datetime) -> None:
    """Void, unsaved, all that a former owner said before ``at``: the new one has said nothing yet."""
    forget_word(commitment, at=at)
    commitment.standing_at = None


def forget_disputes(sync: Sync) -> None:
    """Clear, as ``sync`` is held, the disputes that its own round did not repeat: they were talked about."""
    both = CheckIn.objects.filter(round_on=sync.slot_on)
    owners, receivers = both.filter(role=CheckInRole.OWNER), both.filter(role=CheckInRole.RECEIVER)
    disputed = Commitment.objects.filter(agreement=sync.agreement_id, is_disputed=True)
    asked_anew = disputed.filter(pk__in=owners.values("commitment")).filter(pk__in=receivers.values("commitment"))
    disputed.exclude(pk__in=asked_anew.values("pk")).update(is_disputed=False)


def shown_now(commitment: Commitment) -> dict[str, Any]:
    """What it shows, as JSON can hold it: for `show_again`."""
    return {name: _plain(getattr(commitment, name)) for name in (*WORD, "is_disputed")}


def show_again(commitment: Commitment, shown: dict[str, Any]) -> None:
    """Put back, unsaved, the owner's word that `shown_now` had kept."""
    for name in WORD:
        setattr(commitment, name, restored(Commitment, name, shown[name]))


def restored(model: type[Model], name: str, value: Any) -> Any:
    """``value``, kept as JSON, as the column ``name`` of ``model`` holds it."""
    field = model._meta.get_field(name)
    assert isinstance(field, Field)  # a column, not a relation from elsewhere
    return field.to_python(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _latest(commitment: Commitment, role: CheckInRole) -> CheckIn | None:
    return _answers(commitment, role).first()


def _answers(commitment: Commitment, role: CheckInRole) -> QuerySet[CheckIn]:
    """What was said in that role, the latest first; of an owner's words those that still count."""
    answers = commitment.check_ins.filter(role=role).order_by("-at", "-pk")
    if role == CheckInRole.OWNER and commitment.said_since:
        return answers.filter(at__gte=commitment.said_since)
    return answers


def _are_together(one: CheckIn, other: CheckIn) -> bool:
    """Of the same round; outside any, within a fortnight and with no sync between."""
    if one.round_on or other.round_on:
        return one.round_on == other.round_on
    first, second = sorted((one.at, other.at))
    if second - first > timedelta(days=ROUND_DAYS_WITHOUT_CADENCE):
        return False
    syncs = Sync.objects.filter(agreement=one.commitment.agreement_id, cancelled_at=None)
    return not syncs.filter(starts_at__gt=first, starts_at__lte=second).exists()


def _apart(one: str, other: str) -> bool:
    return abs(Standing(one).severity - Standing(other).severity) == TWO_STEPS
