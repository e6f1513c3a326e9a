from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.domain.commitments import Standing
from agreements.models import Agreement, CheckIn, Commitment
from agreements.operations.checkins import NotOpenError, check_in
from agreements.operations.drafts import CheckInDraft
from agreements.operations.locks import NotActiveError
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import count, entry, refused
from tests.factories import CadenceFactory, SyncFactory

IN_ROUND = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)  # the round of the sync of 15 March
BEFORE_ROUND = IN_ROUND - timedelta(days=2)
ROUND_ON = date(2027, 3, 15)

ON_TRACK = CheckInDraft(standing=Standing.ON_TRACK)
AT_RISK = CheckInDraft(standing=Standing.AT_RISK)
OFF_TRACK = CheckInDraft(standing=Standing.OFF_TRACK, expected_on=date(2027, 3, 22), note=" Tests fail. ")


@pytest.fixture(autouse=True)
def syncs(launch: Agreement) -> None:
    """Every second Monday at 10:00 in Berlin."""
    cadence = CadenceFactory.create(agreement=launch)
    for number, day in enumerate((date(2027, 3, 15), date(2027, 3, 29)), start=1):
        SyncFactory.create(cadence=cadence, number=number, slot_on=day)


def test_the_owner_says_how_it_stands(feature: Commitment, dana: Person) -> None:
    given = check_in(actor=dana, at=IN_ROUND, commitment=feature, answer=OFF_TRACK)
    given.refresh_from_db()
    assert (given.person, given.role, given.standing, given.expected_on, given.note, given.round_on, given.at) == (
        dana,
        "owner",
        "off_track",
        date(2027, 3, 22),
        "Tests fail.",
        ROUND_ON,
        IN_ROUND,
    )


def test_the_commitment_shows_the_latest_word_of_its_owner(feature: Commitment, dana: Person) -> None:
    check_in(actor=dana, at=IN_ROUND, commitment=feature, answer=OFF_TRACK)
    feature.refresh_from_db()
    assert (feature.standing, feature.standing_at, feature.expected_on, feature.recent, feature.revision) == (
        "off_track",
        IN_ROUND,
        date(2027, 3, 22),
        ["off_track"],
        2,
    )


def test_an_answer_is_recorded(launch: Agreement, feature: Commitment, dana: Person) -> None:
    check_in(actor=dana, at=IN_ROUND, commitment=feature, answer=OFF_TRACK)
    written = entry(launch, "checked_in")
    assert (written.actor, written.at, written.commitment) == (dana, IN_ROUND, feature)
    assert written.data == {
        "role": "owner",
        "round_on": "2027-03-15",
        "was": None,
        "now": {"standing": "off_track", "expected_on": "2027-03-22", "note": "Tests fail."},
    }


def test_an_answer_without_a_date_clears_the_expected_one(feature: Commitment, dana: Person) -> None:
    check_in(actor=dana, at=BEFORE_ROUND, commitment=feature, answer=OFF_TRACK)
    check_in(actor=dana, at=IN_ROUND, commitment=feature, answer=ON_TRACK)
    feature.refresh_from_db()
    assert feature.expected_on is None


def test_within_a_round_an_answer_replaces_the_one_before(launch: Agreement, feature: Commitment, dana: Person) -> None:
    check_in(actor=dana, at=IN_ROUND, commitment=feature, answer=AT_RISK)
    check_in(actor=dana, at=IN_ROUND + timedelta(hours=1), commitment=feature, answer=ON_TRACK)
    assert list(CheckIn.objects.values_list("standing", "at")) == [("on_track", IN_ROUND + timedelta(hours=1))]
    feature.refresh_from_db()
    assert feature.recent == ["on_track"]


def test_the_history_keeps_both_answers_of_a_round(launch: Agreement, feature: Commitment, dana: Person) -> None:
    for answer in (AT_RISK, ON_TRACK):
        check_in(actor=dana, at=IN_ROUND, commitment=feature, answer=answer)
    assert count(launch, "checked_in") == 2
    data = entry(launch, "checked_in").data
    assert [data["was"]["standing"], data["now"]["standing"]] == ["at_risk", "on_track"]


def test_an_answer_outside_a_round_stands_by_itself(feature: Commitment, dana: Person) -> None:
    for answer in (AT_RISK, ON_TRACK):
        check_in(actor=dana, at=BEFORE_ROUND, commitment=feature, answer=answer)
    assert list(CheckIn.objects.values_list("standing", "round_on").order_by("pk")) == [
        ("at_risk", None),
        ("on_track", None),
    ]


def test_the_last_three_answers_are_at_hand_newest_last(feature: Commitment, dana: Person) -> None:
    days = (BEFORE_ROUND - timedelta(days=1), BEFORE_ROUND, IN_ROUND, IN_ROUND + timedelta(days=14))
    for at, answer in zip(days, (ON_TRACK, OFF_TRACK, AT_RISK, ON_TRACK), strict=True):
        check_in(actor=dana, at=at, commitment=feature, answer=answer)
    feature.refresh_from_db()
    assert feature.recent == ["off_track", "at_risk", "on_track"]


def test_the_receiver_answers_beside_the_owner(
    launch: Agreement, feature: Commitment, dana: Person, lena: Person
) -> None:
    check_in(actor=dana, at=IN_ROUND, commitment=feature, answer=ON_TRACK)
    check_in(actor=lena, at=IN_ROUND, commitment=feature, answer=OFF_TRACK)
    feature.refresh_from_db()
    assert (feature.standing, feature.expected_on, feature.recent) == ("on_track", None, ["on_track"])
    assert entry(launch, "checked_in").data["role"] == "receiver"


@pytest.mark.parametrize(("asked", "role"), [("dana", "owner"), ("lena", "receiver")])
def test_a_delegate_answers_for_the_person_asked(
    request: pytest.FixtureRequest, feature: Commitment, outsider: Person, asked: str, role: str
) -> None:
    Person.objects.filter(pk=request.getfixturevalue(asked).pk).update(delegate=outsider)
    given = check_in(actor=outsider, at=IN_ROUND, commitment=feature, answer=ON_TRACK)
    assert (given.person, given.role) == (outsider, role)


def test_who_stands_in_for_both_answers_for_the_owner(
    feature: Commitment, dana: Person, lena: Person, outsider: Person
) -> None:
    Person.objects.filter(pk__in=[dana.pk, lena.pk]).update(delegate=outsider)
    assert check_in(actor=outsider, at=IN_ROUND, commitment=feature, answer=ON_TRACK).role == "owner"


def test_nobody_else_answers(feature: Commitment, maya: Person) -> None:
    with refused(ForbiddenError, feature):
        check_in(actor=maya, at=IN_ROUND, commitment=feature, answer=ON_TRACK)


@pytest.mark.parametrize("state", ["delivered", "accepted", "released", "lapsed"])
def test_nobody_is_asked_about_what_is_not_open(feature: Commitment, dana: Person, state: str) -> None:
    Commitment.objects.filter(pk=feature.pk).update(
        state=state, delivered_at=IN_ROUND, accepted_at=IN_ROUND, released_at=IN_ROUND, lapsed_at=IN_ROUND
    )
    with refused(NotOpenError, feature):
        check_in(actor=dana, at=IN_ROUND, commitment=feature, answer=ON_TRACK)


def test_nobody_is_asked_once_the_agreement_is_closed(launch: Agreement, feature: Commitment, dana: Person) -> None:
    Agreement.objects.filter(pk=launch.pk).update(state="completed", closed_at=IN_ROUND)
    with refused(NotActiveError, feature):
        check_in(actor=dana, at=IN_ROUND, commitment=feature, answer=ON_TRACK)


def test_an_expected_date_may_be_today_where_the_agreement_lives(feature: Commitment, dana: Person) -> None:
    answer = CheckInDraft(standing=Standing.ON_TRACK, expected_on=date(2027, 3, 11))
    late_evening = datetime(2027, 3, 10, 23, 30, tzinfo=UTC)  # the 11th in Berlin
    given = check_in(actor=dana, at=late_evening, commitment=feature, answer=answer)
    assert given.expected_on == date(2027, 3, 11)


def test_an_expected_date_does_not_lie_in_the_past(feature: Commitment, dana: Person) -> None:
    answer = CheckInDraft(standing=Standing.ON_TRACK, expected_on=date(2027, 3, 9))
    with refused(InvalidValueError, feature) as refusal:
        check_in(actor=dana, at=IN_ROUND, commitment=feature, answer=answer)
    assert list(refusal.value.fields) == ["expected_on"]
