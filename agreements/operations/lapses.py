"""The clock's own move: what nobody delivered within two working days past its date has lapsed."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from agreements.domain.agreements import AgreementState
from agreements.domain.amendments import AmendmentState
from agreements.domain.commitments import CommitmentState, Outcome, latest_lapsed_due
from agreements.models import Agreement, Change, Commitment
from agreements.models.commitments import CommitmentQuerySet
from agreements.operations.events import Entry, record_all
from teams.domain.calendar import ONE_DAY, local_date, zone
from teams.reports.calendar import working_calendar


@transaction.atomic
def lapse_commitments(*, at: datetime) -> int:
    """Mark as lapsed what was never delivered and is past its grace in its agreement's zone; how many.

    A commitment that was sent back had its delivery, so it never lapses; nor does what an open change
    names. A pause uses up no grace.
    """
    due = _past_grace(at)
    agreements = Agreement.objects.filter(pk__in=due.values("agreement")).order_by("pk")
    if not agreements.select_for_update(no_key=True).values_list("pk"):
        return 0
    lapsed = list(due.select_for_update(of=("self",), no_key=True).order_by("agreement_id", "number"))
    Commitment.objects.filter(pk__in=[commitment.pk for commitment in lapsed]).update(
        state=CommitmentState.LAPSED, outcome=Outcome.LAPSED, lapsed_at=at, revision=F("revision") + 1
    )
    record_all(entries=[_lapsed(commitment) for commitment in lapsed], at=at)
    return len(lapsed)


def _past_grace(at: datetime) -> CommitmentQuerySet:
    past = Q(pk__in=[])
    for cut_off, zones in _zones_by_cut_off(at).items():
        went_on = Q(agreement__paused_until=None) | Q(agreement__paused_until__lte=cut_off + ONE_DAY)
        past |= Q(went_on, agreement__time_zone__in=zones, due_on__lte=cut_off)  # the twin of pauses.grace_from
    changing = Change.objects.filter(commitment=OuterRef("pk"), alternative__amendment__state=AmendmentState.OPEN)
    unmet = Commitment.objects.open().filter(past, agreement__state=AgreementState.ACTIVE, delivered_at=None)
    return unmet.exclude(Exists(changing))


def _zones_by_cut_off(at: datetime) -> dict[date, list[str]]:
    """The zones in use by the latest due date that has lapsed there; at any instant at most three dates."""
    calendar = working_calendar()
    zones: dict[date, list[str]] = defaultdict(list)
    for name in Agreement.objects.active().values_list("time_zone", flat=True).distinct():
        zones[latest_lapsed_due(local_date(at, zone=zone(name)), calendar=calendar)].append(name)
    return zones


def _lapsed(commitment: Commitment) -> Entry:
    assert commitment.due_on is not None  # the database holds that for everything in force
    due_on = commitment.due_on.isoformat()
    return Entry(commitment.agreement_id, commitment.pk, kind="lapsed", data={"due_on": due_on})
