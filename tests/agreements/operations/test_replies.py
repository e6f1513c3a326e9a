from datetime import date, datetime

import pytest

from agreements.models import Agreement, CheckIn, Commitment, Event
from agreements.operations.checkins import NotOpenError
from agreements.operations.locks import NotActiveError
from agreements.operations.replies import note_reply
from agreements.reports.history import told_to
from teams.models import Person
from tests.factories import CheckInFactory

NOTE = "The guide starts today."


@pytest.fixture
def said(feature: Commitment, dana: Person, at: datetime) -> CheckIn:
    return CheckInFactory.create(
        commitment=feature, person=dana, standing="on_track", note="Nearly.", round_on=date(2027, 3, 1), at=at
    )


def test_a_note_joins_the_answer_in_the_name_of_its_giver(said: CheckIn, at: datetime, dana: Person) -> None:
    noted = note_reply(check_in=said, at=at, note=f"  {NOTE} ")

    assert noted.note == f"Nearly.\n{NOTE}"
    event = Event.objects.get(kind="reply_noted")
    assert (event.actor, event.commitment) == (dana, said.commitment)
    assert event.data == {
        "role": "owner",
        "round_on": "2027-03-01",
        "was": {"standing": "on_track", "expected_on": None, "note": "Nearly."},
        "now": {"standing": "on_track", "expected_on": None, "note": f"Nearly.\n{NOTE}"},
    }


def test_how_it_stands_stays_as_it_was_said(said: CheckIn, feature: Commitment, at: datetime) -> None:
    before = Commitment.objects.values().get(pk=feature.pk)

    note_reply(check_in=said, at=at, note=NOTE)

    assert Commitment.objects.values().get(pk=feature.pk) == before


def test_it_is_sealed_from_the_other_as_the_answer_is(said: CheckIn, at: datetime, lena: Person, maya: Person) -> None:
    note_reply(check_in=said, at=at, note=NOTE)
    quotes = [told_to(Event.objects.filter(kind="reply_noted"), viewer=one, at=at)[0].quote for one in (lena, maya)]

    assert quotes == ["", f"Nearly.\n{NOTE}"]


def test_a_note_is_kept_to_its_length(said: CheckIn, at: datetime) -> None:
    assert len(note_reply(check_in=said, at=at, note="x" * 5_000).note) == 4_000


def test_what_is_no_longer_open_takes_no_note(said: CheckIn, feature: Commitment, at: datetime) -> None:
    Commitment.objects.filter(pk=feature.pk).update(state="delivered", delivered_at=at)

    with pytest.raises(NotOpenError):
        note_reply(check_in=said, at=at, note=NOTE)

    assert not Event.objects.filter(kind="reply_noted").exists()


def test_an_answer_that_was_taken_back_takes_no_note(said: CheckIn, at: datetime) -> None:
    CheckIn.objects.filter(pk=said.pk).delete()

    with pytest.raises(NotOpenError):
        note_reply(check_in=said, at=at, note=NOTE)


def test_nor_does_an_agreement_that_is_closed(said: CheckIn, launch: Agreement, at: datetime) -> None:
    Agreement.objects.filter(pk=launch.pk).update(state="completed", closed_at=at)

    with pytest.raises(NotActiveError):
        note_reply(check_in=said, at=at, note=NOTE)
