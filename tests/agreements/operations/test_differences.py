from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from agreements.domain.mismatches import Where
from agreements.models import Agreement, Commitment, Difference, Metric, Readback
from agreements.operations.confirmations import confirm_readback
from agreements.operations.differences import AlreadySettledError, SayBackFirstError, settle
from agreements.operations.drafts import ConfirmationDraft
from agreements.operations.locks import NotInReadbackError, RemovedMeanwhileError
from agreements.operations.proposals import propose, take_back
from agreements.operations.readbacks import save_draft
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import count, entry, refused
from tests.agreements.readbacks import A_WEEK_LATER, difference_of, say_back
from tests.factories import MetricFactory
from tests.races import FEW_ROUNDS, race

LATER = timedelta(hours=1)
CHANGED = "The terms were changed."


@pytest.fixture
def heard(proposed: Agreement, dana: Person, at: datetime) -> Readback:
    """Dana heard the 22nd; the terms say the 15th. Maya proposed them."""
    return say_back(proposed, dana, at, A_WEEK_LATER)


@pytest.fixture
def difference(heard: Readback) -> Difference:
    return difference_of(heard)


def propose_again(agreement: Agreement, actor: Person, at: datetime, change: Callable[[], object]) -> None:
    take_back(actor=actor, at=at, agreement=agreement)
    change()
    propose(actor=actor, at=at, agreement=agreement)


def feature_due(agreement: Agreement, on: date) -> Callable[[], object]:
    return partial(agreement.commitments.filter(number=1).update, due_on=on)


def test_its_author_settles_it_with_a_note(difference: Difference, dana: Person, at: datetime) -> None:
    settle(actor=dana, at=at + LATER, difference=difference, note=" A week of slack. ")
    difference.refresh_from_db()
    assert (difference.settled_at, difference.settled_by, difference.note) == (at + LATER, dana, "A week of slack.")


def test_settling_is_recorded(difference: Difference, dana: Person, at: datetime) -> None:
    settle(actor=dana, at=at, difference=difference, note="A week of slack.")
    written = entry(difference.readback.agreement, "difference_settled")
    promise = difference.commitment
    assert promise
    assert (written.actor, written.commitment, written.data) == (
        dana,
        None,
        {
            "readback": difference.readback_id,
            "person": "Dana Whitfield",
            "difference": difference.pk,
            "field": "due_on",
            "recorded": "2027-03-15",
            "heard": "2027-03-22",
            "reason": "A week of slack.",
            "promise": {"number": promise.number, "deliverable": promise.deliverable},
        },
    )


def test_whoever_proposed_settles_it_once_they_have_written(difference: Difference, maya: Person, at: datetime) -> None:
    say_back(difference.readback.agreement, maya, at)
    assert settle(actor=maya, at=at, difference=difference, note="It is fine.").settled_by == maya


def test_nobody_settles_what_they_may_not_read_yet(difference: Difference, maya: Person, at: datetime) -> None:
    with refused(SayBackFirstError, difference):
        settle(actor=maya, at=at, difference=difference, note="It is fine.")


def test_nobody_else_settles_it(difference: Difference, tomas: Person, at: datetime) -> None:
    say_back(difference.readback.agreement, tomas, at)
    with refused(ForbiddenError, difference):
        settle(actor=tomas, at=at, difference=difference, note="It is fine.")


def test_a_note_says_something(difference: Difference, dana: Person, at: datetime) -> None:
    with refused(InvalidValueError, difference) as raised:
        settle(actor=dana, at=at, difference=difference, note=" ")
    assert raised.value.fields == {"note": ["Say why it is fine as it stands."]}


def test_it_is_settled_once(difference: Difference, dana: Person, at: datetime) -> None:
    settle(actor=dana, at=at, difference=difference, note="A week of slack.")
    with refused(AlreadySettledError, difference):
        settle(actor=dana, at=at, difference=difference, note="Another reason.")


def test_nothing_is_settled_while_the_terms_are_a_draft(
    difference: Difference, dana: Person, maya: Person, at: datetime
) -> None:
    take_back(actor=maya, at=at, agreement=difference.readback.agreement)
    with refused(NotInReadbackError, difference):
        settle(actor=dana, at=at, difference=difference, note="A week of slack.")


def test_what_went_with_its_commitment_is_not_settled(difference: Difference, dana: Person, at: datetime) -> None:
    Difference.objects.all().delete()
    with refused(RemovedMeanwhileError):
        settle(actor=dana, at=at, difference=difference, note="A week of slack.")


def test_terms_that_were_mended_settle_it(difference: Difference, maya: Person, at: datetime) -> None:
    agreement = difference.readback.agreement
    propose_again(agreement, maya, at + LATER, feature_due(agreement, date(2027, 3, 22)))
    difference.refresh_from_db()
    assert (difference.settled_at, difference.settled_by, difference.note) == (at + LATER, None, CHANGED)


def test_terms_that_still_differ_leave_it_open(difference: Difference, maya: Person, at: datetime) -> None:
    agreement = difference.readback.agreement
    propose_again(agreement, maya, at, partial(Agreement.objects.filter(pk=agreement.pk).update, notice_days=7))
    assert difference_of(difference.readback) == difference
    assert difference.readback.differences.open().filter(pk=difference.pk).exists()


def test_a_note_is_kept_for_what_is_found_again(
    difference: Difference, dana: Person, maya: Person, at: datetime
) -> None:
    settle(actor=dana, at=at, difference=difference, note="A week of slack.")
    agreement = difference.readback.agreement
    propose_again(agreement, maya, at, partial(Agreement.objects.filter(pk=agreement.pk).update, notice_days=7))
    assert (difference_of(difference.readback), count(agreement, "difference_settled")) == (difference, 1)


def test_what_the_change_made_differ_is_found(proposed: Agreement, dana: Person, maya: Person, at: datetime) -> None:
    readback = say_back(proposed, dana, at)
    propose_again(proposed, maya, at + LATER, feature_due(proposed, date(2027, 3, 29)))
    found = difference_of(readback)
    assert (found.recorded, found.heard, found.found_at) == ("2027-03-29", "2027-03-15", at + LATER)


def test_relative_words_keep_the_day_on_which_they_were_written(heard: Readback, maya: Person, at: datetime) -> None:
    before = heard.written_at
    propose_again(heard.agreement, maya, at + LATER, lambda: None)
    heard.refresh_from_db()
    assert heard.written_at == before


def test_words_that_were_begun_are_not_compared(proposed: Agreement, dana: Person, maya: Person, at: datetime) -> None:
    save_draft(actor=dana, at=at, agreement=proposed, text="We st")
    propose_again(proposed, maya, at, feature_due(proposed, date(2027, 3, 29)))
    assert not Difference.objects.exists()


def test_who_is_asked_no_more_holds_nothing_up(
    difference: Difference, maya: Person, lena: Person, at: datetime
) -> None:
    agreement = difference.readback.agreement
    mark(difference.readback, lena, at)
    propose_again(
        agreement, maya, at, partial(agreement.commitments.filter(number=1).update, owner=maya, accepted_by=lena)
    )
    assert not difference.readback.differences.open().exists()


def mark(readback: Readback, actor: Person, at: datetime, **draft: Any) -> Difference:
    say_back(readback.agreement, actor, at, "We start after the feature.")
    where = draft.pop("where", Where.WHEN)
    draft = {"matches": False, "where": frozenset({where}), **draft}
    confirm_readback(actor=actor, at=at, readback=readback, draft=ConfirmationDraft(**draft))
    return Difference.objects.get(marked_by=actor)


def test_a_mark_closes_when_a_line_of_the_readback_changes(
    heard: Readback, lena: Person, maya: Person, at: datetime
) -> None:
    marked = mark(heard, lena, at)
    propose_again(heard.agreement, maya, at + LATER, feature_due(heard.agreement, date(2027, 3, 17)))
    marked.refresh_from_db()
    assert (marked.settled_at, marked.note) == (at + LATER, CHANGED)


@pytest.mark.parametrize(("number", "is_open"), [(1, True), (2, False)])
def test_a_mark_about_one_line_closes_with_that_line(
    heard: Readback, lena: Person, maya: Person, at: datetime, number: int, is_open: bool
) -> None:
    """The outreach moves: a mark about it closes, one about the feature stays."""
    marked = mark(heard, lena, at, commitment=heard.agreement.commitments.get(number=number))
    moved = Commitment.objects.filter(agreement=heard.agreement, number=2)
    propose_again(heard.agreement, maya, at, partial(moved.update, due_on=date(2027, 3, 30)))
    marked.refresh_from_db()
    assert (marked.settled_at is None) == is_open


@pytest.mark.parametrize(("where", "is_open"), [(Where.WHEN, True), (Where.HOW_MEASURED, False)])
def test_a_mark_about_how_we_measure_closes_with_the_metrics(
    heard: Readback, lena: Person, maya: Person, at: datetime, where: Where, is_open: bool
) -> None:
    marked = mark(heard, lena, at, where=where)
    propose_again(heard.agreement, maya, at, partial(MetricFactory.create, agreement=heard.agreement))
    assert Metric.objects.exists()
    marked.refresh_from_db()
    assert (marked.settled_at is None) == is_open


def test_a_mark_outlives_other_words(heard: Readback, dana: Person, lena: Person, at: datetime) -> None:
    marked = mark(heard, lena, at)
    say_back(heard.agreement, dana, at)
    marked.refresh_from_db()
    assert marked.settled_at is None


def test_the_author_settles_a_mark_too(heard: Readback, dana: Person, lena: Person, at: datetime) -> None:
    marked = mark(heard, lena, at)
    assert settle(actor=dana, at=at, difference=marked, note="We spoke about it.").note == "We spoke about it."


def test_the_first_proposal_closes_nothing(ready: Agreement, dana: Person, maya: Person, at: datetime) -> None:
    """A readback can only be older than a first proposal when rows were imported; the terms have no past then."""
    Readback.objects.create(agreement=ready, person=dana, text="Hm.", started_at=at, saved_at=at, written_at=at)
    marked = Difference.objects.create(
        readback=Readback.objects.get(), field="when", verdict="differs", marked_by=maya, found_at=at
    )
    propose(actor=maya, at=at, agreement=ready)
    marked.refresh_from_db()
    assert marked.settled_at is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_two_notes_at_once_are_one(round_of: int, difference: Difference, dana: Person, at: datetime) -> None:
    settling = partial(settle, actor=dana, at=at, difference=difference)
    answers = race(partial(settling, note="One."), partial(settling, note="Two."))
    assert {type(answer) for answer in answers} == {Difference, AlreadySettledError}
