"""Who may read which answer, and for how long: `veil` over the history, answers taken back included."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.domain.commitments import Standing
from agreements.models import Agreement, Commitment, Event
from agreements.operations.checkins import check_in, undo_check_in
from agreements.operations.drafts import CheckInDraft
from agreements.reports.seals import veil
from teams.models import Person
from tests.factories import CadenceFactory, SyncFactory

AT = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)  # within the round of the sync of 15 March
STARTS_AT = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DOUBT = CheckInDraft(standing=Standing.AT_RISK, note="The deck is late.")


@pytest.fixture(autouse=True)
def syncs(launch: Agreement) -> None:
    SyncFactory.create(cadence=CadenceFactory.create(agreement=launch), slot_on=date(2027, 3, 15))


@pytest.fixture
def undone(feature: Commitment, dana: Person) -> None:
    given = check_in(actor=dana, at=AT, commitment=feature, answer=DOUBT)
    undo_check_in(actor=dana, at=AT + MINUTE, check_in=given)


def read_by(viewer: Person, *, at: datetime) -> list[str | None]:
    """What the entries about answers say that was, and is now, said; oldest first."""
    events = list(Event.objects.filter(kind__in=["checked_in", "check_in_undone"]).order_by("number"))
    veil(events, viewer=viewer, at=at)
    return [event.data[side]["standing"] for event in events for side in ("was", "now") if event.data[side]]


def test_an_answer_taken_back_is_sealed_as_if_it_had_stayed(undone: None, lena: Person) -> None:
    assert read_by(lena, at=AT + 2 * MINUTE) == [None, None]


def test_others_read_it(undone: None, maya: Person) -> None:
    assert read_by(maya, at=AT + 2 * MINUTE) == ["at_risk", "at_risk"]


def test_who_gave_it_reads_it(undone: None, dana: Person) -> None:
    assert read_by(dana, at=AT + 2 * MINUTE) == ["at_risk", "at_risk"]


def test_the_start_of_the_sync_unseals_it(undone: None, lena: Person) -> None:
    assert read_by(lena, at=STARTS_AT - MINUTE) == [None, None]
    assert read_by(lena, at=STARTS_AT) == ["at_risk", "at_risk"]


def test_the_others_answer_unseals_it(undone: None, feature: Commitment, lena: Person) -> None:
    check_in(actor=lena, at=AT + 2 * MINUTE, commitment=feature, answer=CheckInDraft(standing=Standing.ON_TRACK))
    assert read_by(lena, at=AT + 2 * MINUTE) == ["at_risk", "at_risk", "on_track"]


def test_answering_again_seals_both(undone: None, feature: Commitment, dana: Person, lena: Person) -> None:
    check_in(actor=dana, at=AT + 2 * MINUTE, commitment=feature, answer=CheckInDraft(standing=Standing.ON_TRACK))
    assert read_by(lena, at=AT + 3 * MINUTE) == [None, None, None]


def test_what_is_off_track_is_never_sealed(feature: Commitment, dana: Person, lena: Person) -> None:
    check_in(actor=dana, at=AT, commitment=feature, answer=CheckInDraft(standing=Standing.OFF_TRACK))
    assert read_by(lena, at=AT) == ["off_track"]
