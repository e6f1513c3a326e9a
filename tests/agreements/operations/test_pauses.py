"""Pausing: Product and Sales let the launch rest from Monday 1 March 2027 on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Agreement, Commitment, DriftFlag
from agreements.operations.agreements import end_agreement
from agreements.operations.deliveries import accept, deliver
from agreements.operations.drift import sweep
from agreements.operations.lapses import lapse_commitments
from agreements.operations.locks import NotActiveError
from agreements.operations.pauses import NotPausedError, pause_agreement, resume_agreement
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.drift.scenes import in_force, met, promise, signs
from tests.agreements.operations.history import entry, refused
from tests.factories import AT, AgreementFactory, CommitmentFactory, MetricFactory

GOES_ON = date(2027, 4, 12)  # a Monday
WHY = "The office moves."
MOMENT = timedelta(microseconds=1)


def paused(agreement: Agreement, until: date = GOES_ON) -> Agreement:
    Agreement.objects.filter(pk=agreement.pk).update(paused_until=until, pause_reason=WHY)
    agreement.refresh_from_db()
    return agreement


def test_it_rests_until_a_date_with_a_reason(launch: Agreement, maya: Person, at: datetime) -> None:
    found = pause_agreement(actor=maya, at=at, agreement=launch, until=GOES_ON, reason=f" {WHY} ")
    assert (found.state, found.paused_until, found.pause_reason) == ("active", GOES_ON, WHY)
    assert entry(launch, "paused").data == {"was": None, "now": "2027-04-12", "reason": WHY}


def test_while_it_rests_its_end_may_move(launch: Agreement, maya: Person, at: datetime) -> None:
    pause_agreement(actor=maya, at=at, agreement=paused(launch), until=date(2027, 3, 20), reason=WHY)
    assert entry(launch, "paused").data == {"was": "2027-04-12", "now": "2027-03-20", "reason": WHY}


def test_a_pause_of_the_past_is_not_moved(launch: Agreement, maya: Person, at: datetime) -> None:
    pause_agreement(actor=maya, at=at, agreement=paused(launch, date(2027, 3, 1)), until=GOES_ON, reason=WHY)
    assert entry(launch, "paused").data["was"] is None


def test_it_is_taken_up_again_at_once(launch: Agreement, maya: Person, at: datetime) -> None:
    found = resume_agreement(actor=maya, at=at, agreement=paused(launch))
    assert (found.paused_until, found.is_paused(at=at)) == (date(2027, 3, 1), False)
    assert entry(launch, "resumed").data == {"was": "2027-04-12", "now": "2027-03-01"}


@pytest.mark.parametrize("until", [None, date(2027, 3, 1)])
def test_what_does_not_rest_is_not_taken_up(launch: Agreement, maya: Person, at: datetime, until: date | None) -> None:
    if until:
        paused(launch, until)
    with refused(NotPausedError, launch):
        resume_agreement(actor=maya, at=at, agreement=launch)


@pytest.mark.parametrize(
    ("until", "reason", "fields"),
    [
        (date(2027, 3, 1), WHY, ["until"]),
        (date(2028, 3, 1), WHY, ["until"]),  # 366 days
        (GOES_ON, "  ", ["reason"]),
        (date(2027, 2, 28), "", ["until", "reason"]),
    ],
)
def test_a_pause_has_a_day_to_come_and_a_reason(
    launch: Agreement, maya: Person, at: datetime, until: date, reason: str, fields: list[str]
) -> None:
    with refused(InvalidValueError, launch) as error:
        pause_agreement(actor=maya, at=at, agreement=launch, until=until, reason=reason)
    assert list(error.value.fields) == fields


@pytest.mark.parametrize("until", [date(2027, 3, 2), date(2028, 2, 29)])
def test_from_tomorrow_up_to_a_year_is_fine(launch: Agreement, maya: Person, at: datetime, until: date) -> None:
    found = pause_agreement(actor=maya, at=at, agreement=launch, until=until, reason=WHY)
    assert found.is_paused(at=at)


def test_only_those_who_may_close_it(launch: Agreement, dana: Person, at: datetime) -> None:
    with refused(ForbiddenError, launch):
        pause_agreement(actor=dana, at=at, agreement=launch, until=GOES_ON, reason=WHY)
    with refused(ForbiddenError, launch):
        resume_agreement(actor=dana, at=at, agreement=launch)


def test_only_what_is_in_force(ready: Agreement, maya: Person, at: datetime) -> None:
    with refused(NotActiveError, ready):
        pause_agreement(actor=maya, at=at, agreement=ready, until=GOES_ON, reason=WHY)


def test_what_has_ended_no_longer_rests(launch: Agreement, maya: Person, at: datetime) -> None:
    found = end_agreement(actor=maya, at=at, agreement=paused(launch), reason="Merged.")
    assert not found.is_paused(at=at)


# On 28 March 2027 clocks in Berlin go forward: the day begins at 23:00 UTC, the next one at 22:00. In New York they
# went on 14 March.
@pytest.mark.parametrize(
    ("time_zone", "until", "goes_on_at"),
    [
        ("Europe/Berlin", date(2027, 3, 28), datetime(2027, 3, 27, 23, 0, tzinfo=UTC)),
        ("Europe/Berlin", date(2027, 3, 29), datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),
        ("America/New_York", date(2027, 3, 29), datetime(2027, 3, 29, 4, 0, tzinfo=UTC)),
        ("Pacific/Kiritimati", date(2027, 3, 29), datetime(2027, 3, 28, 10, 0, tzinfo=UTC)),
        ("Etc/GMT+12", date(2027, 3, 29), datetime(2027, 3, 29, 12, 0, tzinfo=UTC)),
    ],
)
def test_a_pause_ends_with_the_first_instant_of_its_day(
    organisation: None, time_zone: str, until: date, goes_on_at: datetime
) -> None:
    agreement = paused(AgreementFactory.create(is_active=True, time_zone=time_zone), until)
    running = [Agreement.objects.running(at=moment).exists() for moment in (goes_on_at - MOMENT, goes_on_at)]
    resting = [agreement.is_paused(at=moment) for moment in (goes_on_at - MOMENT, goes_on_at)]
    assert (running, resting) == ([False, True], [True, False])


def test_each_zone_ends_its_own(organisation: None) -> None:
    for time_zone in ("Asia/Tokyo", "America/Los_Angeles"):
        paused(AgreementFactory.create(is_active=True, time_zone=time_zone), date(2027, 3, 29))
    midday = datetime(2027, 3, 28, 20, 0, tzinfo=UTC)  # Monday in Tokyo, still Sunday in Los Angeles
    assert [found.time_zone for found in Agreement.objects.running(at=midday)] == ["Asia/Tokyo"]


def test_flags_close_with_the_pause(launch: Agreement, feature: Commitment, maya: Person, at: datetime) -> None:
    Commitment.objects.filter(pk=feature.pk).update(due_on=date(2027, 2, 26))
    sweep(at=at)
    assert ("past_due", "strong") in signs()
    found = pause_agreement(actor=maya, at=at, agreement=launch, until=GOES_ON, reason=WHY)
    assert (signs(), found.health) == ([], "on_track")


def test_no_flag_opens_while_it_rests(organisation: None) -> None:
    agreement = paused(in_force())
    promise(agreement, due_on=date(2027, 2, 26))
    sweep(at=AT)
    assert signs() == []


def test_what_is_still_true_shows_again_when_it_goes_on(
    launch: Agreement, feature: Commitment, maya: Person, at: datetime
) -> None:
    Commitment.objects.filter(pk=feature.pk).update(due_on=date(2027, 2, 26), standing="on_track", standing_at=AT)
    resume_agreement(actor=maya, at=at, agreement=paused(launch))
    assert signs() == [("past_due", "strong")]


def test_a_pause_that_is_over_flags_by_itself(organisation: None) -> None:
    promise(paused(in_force(), date(2027, 3, 2)), due_on=date(2027, 2, 26))
    berlin_midnight = datetime(2027, 3, 1, 23, 0, tzinfo=UTC)
    sweep(at=berlin_midnight - MOMENT)
    before = signs()
    sweep(at=berlin_midnight)
    assert (before, signs()) == ([], [("past_due", "strong")])


def test_rounds_and_syncs_of_a_pause_are_nobodys_silence(organisation: None) -> None:
    agreement = in_force(activated_at=datetime(2027, 1, 4, tzinfo=UTC))
    promise(agreement, opened_at=datetime(2027, 1, 4, tzinfo=UTC), standing=None, standing_at=None)
    met(agreement, date(2027, 1, 18), date(2027, 2, 1), date(2027, 2, 15), held_at=None)
    paused(agreement, date(2027, 3, 1))
    sweep(at=AT)
    assert signs() == []


def test_rounds_after_a_pause_count_again(organisation: None) -> None:
    agreement = in_force(activated_at=datetime(2027, 1, 4, tzinfo=UTC))
    promise(agreement, opened_at=datetime(2027, 1, 4, tzinfo=UTC), standing=None, standing_at=None)
    met(agreement, date(2027, 2, 1), date(2027, 2, 15), held_at=None)
    paused(agreement, date(2027, 2, 15))
    sweep(at=AT)
    assert signs() == [("silent", "weak"), ("sync_not_held", "weak")]


def test_a_reading_is_expected_a_cycle_after_the_pause(organisation: None) -> None:
    agreement = in_force(activated_at=datetime(2027, 1, 4, tzinfo=UTC))
    MetricFactory.create(agreement=agreement, starts_on=date(2027, 1, 4), every_days=7)
    paused(agreement, date(2027, 3, 1))
    sweep(at=AT)
    assert signs() == []
    sweep(at=AT + timedelta(days=21))
    assert signs() == [("metric_stale", "weak")]


# Due on Monday 15 March in Berlin; two working days past it end with Wednesday 17, those past Sunday 11 April with
# Tuesday 13.
@pytest.mark.parametrize(
    ("until", "lapses"),
    [
        (date(2027, 3, 16), datetime(2027, 3, 17, 23, 0, tzinfo=UTC)),
        (date(2027, 3, 17), datetime(2027, 3, 18, 23, 0, tzinfo=UTC)),
        (GOES_ON, datetime(2027, 4, 13, 22, 0, tzinfo=UTC)),
    ],
)
def test_a_pause_uses_up_no_grace(feature: Commitment, until: date, lapses: datetime) -> None:
    paused(feature.agreement, until)
    assert [lapse_commitments(at=lapses - MOMENT), lapse_commitments(at=lapses)] == [0, 1]


@pytest.mark.parametrize(
    ("delivered_at", "outcome"),
    [
        (datetime(2027, 4, 13, 21, 59, tzinfo=UTC), "kept"),
        (datetime(2027, 4, 13, 22, 0, tzinfo=UTC), "lapsed"),
    ],
)
def test_what_is_delivered_in_that_grace_is_kept(
    feature: Commitment, dana: Person, lena: Person, delivered_at: datetime, outcome: str
) -> None:
    paused(feature.agreement)
    deliver(actor=dana, at=delivered_at, commitment=feature, evidence="")
    assert accept(actor=lena, at=delivered_at, commitment=feature).outcome == outcome


def test_nothing_else_is_touched(launch: Agreement, maya: Person, at: datetime) -> None:
    other = CommitmentFactory.create(agreement=in_force(), is_open=True, due_on=date(2027, 2, 26))
    sweep(at=at)
    pause_agreement(actor=maya, at=at, agreement=launch, until=GOES_ON, reason=WHY)
    assert DriftFlag.objects.open().filter(commitment=other).exists()
