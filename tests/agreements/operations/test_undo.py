"""Taking an answer back: the one before it in its round returns, and all that hung on it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.domain.commitments import Standing
from agreements.models import Agreement, CheckIn, Commitment, DriftFlag
from agreements.operations.checkins import NotOpenError, UndoOverError, check_in, undo_check_in
from agreements.operations.deliveries import deliver
from agreements.operations.drafts import CheckInDraft
from agreements.operations.standings import forget_word
from teams.domain.errors import ForbiddenError
from teams.models import Person
from tests.agreements.operations.history import entry, refused
from tests.factories import CadenceFactory, SyncFactory

AT = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)  # within the round of the sync of 15 March
MINUTE = timedelta(minutes=1)
HALF_AN_HOUR = 30 * MINUTE
ON_TRACK = CheckInDraft(standing=Standing.ON_TRACK, note="All fine.")
AT_RISK = CheckInDraft(standing=Standing.AT_RISK)
OFF_TRACK = CheckInDraft(standing=Standing.OFF_TRACK, expected_on=date(2027, 3, 22))


@pytest.fixture(autouse=True)
def syncs(launch: Agreement) -> None:
    SyncFactory.create(cadence=CadenceFactory.create(agreement=launch), slot_on=date(2027, 3, 15))


@pytest.fixture
def given(feature: Commitment, dana: Person) -> CheckIn:
    return check_in(actor=dana, at=AT, commitment=feature, answer=OFF_TRACK)


def test_an_answer_goes_within_two_minutes(given: CheckIn, dana: Person) -> None:
    assert undo_check_in(actor=dana, at=AT + 2 * MINUTE, check_in=given) is None
    assert not CheckIn.objects.exists()


def test_the_commitment_shows_what_it_showed_before(feature: Commitment, given: CheckIn, dana: Person) -> None:
    undo_check_in(actor=dana, at=AT + MINUTE, check_in=given)
    feature.refresh_from_db()
    assert (feature.standing, feature.standing_at, feature.expected_on, feature.recent, feature.half_answered_on) == (
        None,
        None,
        None,
        [],
        None,
    )


def test_its_flags_follow_at_once(given: CheckIn, dana: Person) -> None:
    assert set(DriftFlag.objects.open().values_list("rule", flat=True)) == {"off_track", "expected_after_due"}
    undo_check_in(actor=dana, at=AT + MINUTE, check_in=given)
    assert set(DriftFlag.objects.open().values_list("rule", flat=True)) == {"due_soon_unsaid"}


def test_the_answer_before_it_comes_back_as_it_was(feature: Commitment, dana: Person) -> None:
    check_in(actor=dana, at=AT - HALF_AN_HOUR, commitment=feature, answer=ON_TRACK)
    changed = check_in(actor=dana, at=AT, commitment=feature, answer=OFF_TRACK)
    undo_check_in(actor=dana, at=AT + MINUTE, check_in=changed)
    former = CheckIn.objects.get()
    assert (former.standing, former.expected_on, former.note, former.person, former.at) == (
        "on_track",
        None,
        "All fine.",
        dana,
        AT - HALF_AN_HOUR,
    )


def test_the_word_of_the_answer_before_comes_back(feature: Commitment, dana: Person) -> None:
    check_in(actor=dana, at=AT - HALF_AN_HOUR, commitment=feature, answer=ON_TRACK)
    changed = check_in(actor=dana, at=AT, commitment=feature, answer=OFF_TRACK)
    undo_check_in(actor=dana, at=AT + MINUTE, check_in=changed)
    feature.refresh_from_db()
    assert (feature.standing, feature.standing_at, feature.recent, feature.half_answered_on) == (
        "on_track",
        AT - HALF_AN_HOUR,
        ["on_track"],
        date(2027, 3, 15),
    )


def test_taking_back_is_recorded_with_both_answers(launch: Agreement, given: CheckIn, dana: Person) -> None:
    undo_check_in(actor=dana, at=AT + MINUTE, check_in=given)
    written = entry(launch, "check_in_undone")
    assert (written.actor, written.at, written.commitment) == (dana, AT + MINUTE, given.commitment)
    assert written.data == {
        "role": "owner",
        "round_on": "2027-03-15",
        "was": {"standing": "off_track", "expected_on": "2027-03-22", "note": ""},
        "now": None,
    }


def test_after_two_minutes_one_answers_again(given: CheckIn, dana: Person) -> None:
    with refused(UndoOverError, given):
        undo_check_in(actor=dana, at=AT + 2 * MINUTE + timedelta(seconds=1), check_in=given)


def test_nothing_is_taken_back_twice(feature: Commitment, dana: Person) -> None:
    check_in(actor=dana, at=AT - MINUTE, commitment=feature, answer=ON_TRACK)
    changed = check_in(actor=dana, at=AT, commitment=feature, answer=OFF_TRACK)
    undo_check_in(actor=dana, at=AT, check_in=changed)
    with refused(UndoOverError, feature):
        undo_check_in(actor=dana, at=AT, check_in=changed)


def test_only_who_gave_it_takes_it_back(given: CheckIn, dana: Person, maya: Person) -> None:
    with refused(ForbiddenError, given):
        undo_check_in(actor=maya, at=AT, check_in=given)


def test_what_was_declared_done_since_has_no_answer_to_take_back(given: CheckIn, dana: Person) -> None:
    deliver(actor=dana, at=AT, commitment=given.commitment, evidence="")
    with refused(NotOpenError, given):
        undo_check_in(actor=dana, at=AT, check_in=given)


def test_outside_a_round_the_latest_answer_goes_first(feature: Commitment, dana: Person) -> None:
    outside = AT - timedelta(days=2)
    first = check_in(actor=dana, at=outside, commitment=feature, answer=ON_TRACK)
    check_in(actor=dana, at=outside + MINUTE, commitment=feature, answer=AT_RISK)
    with refused(UndoOverError, first):
        undo_check_in(actor=dana, at=outside + MINUTE, check_in=first)


def test_a_word_that_an_agreed_change_made_void_stays_void(feature: Commitment, dana: Person) -> None:
    check_in(actor=dana, at=AT - HALF_AN_HOUR, commitment=feature, answer=ON_TRACK)
    changed = check_in(actor=dana, at=AT, commitment=feature, answer=OFF_TRACK)
    feature.refresh_from_db()
    forget_word(feature, at=AT + MINUTE)
    feature.save()
    undo_check_in(actor=dana, at=AT + MINUTE, check_in=changed)
    feature.refresh_from_db()
    assert (feature.standing, feature.recent) == (None, [])


def test_an_answer_of_the_receiver_leaves_the_owners_word(feature: Commitment, dana: Person, lena: Person) -> None:
    check_in(actor=dana, at=AT, commitment=feature, answer=ON_TRACK)
    received = check_in(actor=lena, at=AT, commitment=feature, answer=OFF_TRACK)
    undo_check_in(actor=lena, at=AT, check_in=received)
    feature.refresh_from_db()
    assert (feature.standing, feature.recent, feature.is_disputed) == ("on_track", ["on_track"], False)
