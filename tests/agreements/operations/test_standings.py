"""Whether its two people see a commitment two steps apart, and which round only its owner has answered."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.domain.commitments import Standing
from agreements.models import Agreement, CheckIn, Commitment, DriftFlag, Sync
from agreements.operations import drift
from agreements.operations.checkins import check_in
from agreements.operations.drafts import CheckInDraft
from agreements.operations.standings import forget_disputes, forget_owner, forget_word
from teams.models import Person
from tests.factories import CadenceFactory, SyncFactory

AT = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)  # within the round of the sync of 15 March
OUTSIDE = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SLOT = date(2027, 3, 15)


@pytest.fixture(autouse=True)
def syncs(launch: Agreement) -> list[Sync]:
    cadence = CadenceFactory.create(agreement=launch)
    return [SyncFactory.create(cadence=cadence, number=n, slot_on=SLOT + n * 14 * DAY) for n in range(2)]


def say(person: Person, commitment: Commitment, standing: str, *, at: datetime = AT) -> Commitment:
    check_in(actor=person, at=at, commitment=commitment, answer=CheckInDraft(standing=Standing(standing)))
    commitment.refresh_from_db()
    return commitment


def open_rules() -> set[str]:
    return set(DriftFlag.objects.open().values_list("rule", flat=True))


@pytest.mark.parametrize(
    ("owner", "receiver", "is_disputed"),
    [
        ("on_track", "on_track", False),
        ("on_track", "at_risk", False),
        ("on_track", "off_track", True),
        ("at_risk", "off_track", False),
        ("off_track", "on_track", True),
    ],
)
def test_two_steps_apart_is_a_dispute(
    feature: Commitment, dana: Person, lena: Person, owner: str, receiver: str, is_disputed: bool
) -> None:
    say(dana, feature, owner)
    assert say(lena, feature, receiver).is_disputed is is_disputed


def test_one_answer_alone_is_none(feature: Commitment, lena: Person) -> None:
    assert not say(lena, feature, "off_track").is_disputed


def test_a_dispute_is_flagged_at_once(feature: Commitment, dana: Person, lena: Person) -> None:
    say(dana, feature, "on_track")
    say(lena, feature, "off_track")
    assert open_rules() == {"disputed"}


def test_another_answer_settles_it(feature: Commitment, dana: Person, lena: Person) -> None:
    say(dana, feature, "on_track")
    say(lena, feature, "off_track")
    assert not say(lena, feature, "at_risk", at=AT + DAY).is_disputed
    assert open_rules() == set()


def test_a_new_round_leaves_it_until_both_have_answered(feature: Commitment, dana: Person, lena: Person) -> None:
    say(dana, feature, "on_track")
    say(lena, feature, "off_track")
    assert say(dana, feature, "on_track", at=AT + 14 * DAY).is_disputed
    assert not say(lena, feature, "on_track", at=AT + 14 * DAY).is_disputed


def test_outside_rounds_the_answers_of_one_fortnight_are_compared(
    feature: Commitment, dana: Person, lena: Person
) -> None:
    say(dana, feature, "on_track", at=OUTSIDE)
    assert say(lena, feature, "off_track", at=OUTSIDE + DAY).is_disputed


def test_a_sync_between_them_parts_two_answers(feature: Commitment, dana: Person, lena: Person) -> None:
    say(dana, feature, "on_track", at=OUTSIDE)
    CheckIn.objects.update(round_on=None)
    assert not say(lena, feature, "off_track", at=datetime(2027, 3, 16, 9, 0, tzinfo=UTC)).is_disputed


def test_answers_long_apart_are_not_compared(feature: Commitment, dana: Person, lena: Person) -> None:
    say(dana, feature, "on_track", at=OUTSIDE - 14 * DAY)
    assert not say(lena, feature, "off_track", at=OUTSIDE + DAY).is_disputed


def test_a_void_word_is_compared_with_nothing(feature: Commitment, dana: Person, lena: Person) -> None:
    forget_word(say(dana, feature, "on_track"), at=AT - 30 * DAY)
    Commitment.objects.filter(pk=feature.pk).update(standing=None, recent=[])
    assert not say(lena, feature, "off_track").is_disputed


@pytest.mark.parametrize(("owner_again", "expected"), [(False, False), (True, True)])
def test_the_sync_ends_disputes_that_its_round_did_not_repeat(
    syncs: list[Sync], feature: Commitment, dana: Person, lena: Person, owner_again: bool, expected: bool
) -> None:
    say(dana, feature, "on_track")
    say(lena, feature, "off_track")
    if owner_again:
        say(dana, feature, "on_track", at=AT + 14 * DAY)
        say(lena, feature, "off_track", at=AT + 14 * DAY)
    forget_disputes(syncs[1])
    feature.refresh_from_db()
    assert feature.is_disputed is expected


def test_the_sync_of_the_round_itself_leaves_its_disputes(
    syncs: list[Sync], feature: Commitment, dana: Person, lena: Person
) -> None:
    say(dana, feature, "on_track")
    say(lena, feature, "off_track")
    forget_disputes(syncs[0])
    feature.refresh_from_db()
    assert feature.is_disputed


def test_half_answered_is_what_only_the_owner_said(feature: Commitment, dana: Person, lena: Person) -> None:
    assert say(lena, feature, "on_track").half_answered_on is None
    CheckIn.objects.all().delete()
    assert say(dana, feature, "on_track").half_answered_on == SLOT
    assert say(lena, feature, "on_track").half_answered_on is None


@pytest.mark.parametrize("forget", [forget_word, forget_owner])
def test_what_was_said_about_another_date_is_void(forget: object, feature: Commitment) -> None:
    feature.standing, feature.recent, feature.is_disputed, feature.half_answered_on = "at_risk", ["at_risk"], True, SLOT
    forget(feature, at=AT)  # type: ignore[operator]  # either of the two
    names = ("standing", "recent", "is_disputed", "half_answered_on")
    assert [vars(feature)[name] for name in names] == [None, [], False, None]


# A word that is sealed moves no flag.


@pytest.mark.parametrize("word", ["on_track", "at_risk"])
def test_a_sealed_word_opens_no_flag(feature: Commitment, dana: Person, word: str) -> None:
    say(dana, feature, word)
    assert open_rules() == set()


@pytest.mark.parametrize("word", ["on_track", "at_risk"])
def test_a_sealed_word_closes_no_doubt(feature: Commitment, dana: Person, word: str) -> None:
    say(dana, feature, "at_risk", at=OUTSIDE)
    say(dana, feature, word)
    flag = DriftFlag.objects.open().get()
    assert (flag.rule, flag.sentence) == ("at_risk", "Dana Whitfield said that there is some doubt.")


def test_need_to_adjust_is_never_sealed(feature: Commitment, dana: Person) -> None:
    say(dana, feature, "off_track")
    assert open_rules() == {"off_track"}


def test_the_second_answer_unseals(feature: Commitment, dana: Person, lena: Person) -> None:
    say(dana, feature, "at_risk")
    say(lena, feature, "on_track")
    assert open_rules() == {"at_risk"}


@pytest.mark.parametrize(("minutes", "expected"), [(-1, set()), (0, {"at_risk"})])
def test_the_start_of_the_sync_unseals(
    syncs: list[Sync], feature: Commitment, dana: Person, minutes: int, expected: set[str]
) -> None:
    say(dana, feature, "at_risk", at=syncs[0].starts_at - timedelta(hours=2))
    drift.sweep(at=syncs[0].starts_at + timedelta(minutes=minutes))
    assert open_rules() == expected


def test_without_a_cadence_the_end_of_the_round_unseals(launch: Agreement, feature: Commitment, dana: Person) -> None:
    Sync.objects.all().delete()
    launch.cadence.delete()
    in_round = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)  # opened on 1 March, ends with Thursday the 4th
    say(dana, feature, "at_risk", at=in_round)
    drift.sweep(at=datetime(2027, 3, 4, 22, 59, tzinfo=UTC))
    assert open_rules() == set()
    drift.sweep(at=datetime(2027, 3, 4, 23, 0, tzinfo=UTC))
    assert open_rules() == {"at_risk"}
