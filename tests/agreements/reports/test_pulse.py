from datetime import date, datetime, timedelta

import pytest

from agreements.reports.pulse import pulses
from tests.factories import AgreementFactory, CadenceFactory, CheckInFactory, CommitmentFactory, SyncFactory

pytestmark = pytest.mark.django_db


def test_one_mark_for_every_check_in_the_cadence_asked_for(at: datetime) -> None:
    agreement = AgreementFactory.create(is_active=True)
    cadence = CadenceFactory.create(agreement=agreement)
    commitment = CommitmentFactory.create(agreement=agreement, is_open=True, opened_at=at - timedelta(days=60))
    held = [date(2027, 1, 18), date(2027, 2, 1), date(2027, 2, 15)]
    for slot_on in (*held, date(2027, 3, 15)):
        SyncFactory.create(cadence=cadence, slot_on=slot_on)
    said = CheckInFactory.create(
        commitment=commitment, round_on=held[1], at=at - timedelta(days=30), standing="at_risk"
    )
    CheckInFactory.create(commitment=commitment, at=at, standing="off_track")
    assert pulses(commitments=[commitment], at=at) == {commitment.pk: (None, said.standing, None, "off_track")}


def test_syncs_before_the_promise_and_cancelled_ones_asked_nothing(at: datetime) -> None:
    agreement = AgreementFactory.create(is_active=True)
    cadence = CadenceFactory.create(agreement=agreement)
    commitment = CommitmentFactory.create(agreement=agreement, is_open=True, opened_at=at - timedelta(days=20))
    SyncFactory.create(cadence=cadence, slot_on=date(2027, 2, 1))
    SyncFactory.create(cadence=cadence, slot_on=date(2027, 2, 15), cancelled_at=at)
    assert pulses(commitments=[commitment], at=at) == {commitment.pk: ()}


def test_at_most_six_marks_and_none_after_delivery(at: datetime) -> None:
    commitment = CommitmentFactory.create(
        agreement=AgreementFactory.create(is_active=True),
        is_open=True,
        opened_at=at - timedelta(days=90),
        delivered_at=at - timedelta(days=10),
    )
    cadence = CadenceFactory.create(agreement=commitment.agreement)
    SyncFactory.create(cadence=cadence, slot_on=date(2027, 2, 22))  # a week after the delivery
    for days in range(7):
        CheckInFactory.create(commitment=commitment, at=at - timedelta(days=40 + days))
    assert pulses(commitments=[commitment], at=at) == {commitment.pk: ("on_track",) * 6}
