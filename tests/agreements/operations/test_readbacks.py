from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from agreements.domain.readback import DayMonth, Said
from agreements.models import Agreement, Confirmation, Difference, Event, Readback, Signature
from agreements.operations.confirmations import confirm_readback
from agreements.operations.differences import settle
from agreements.operations.drafts import ConfirmationDraft, ReadbackDraft
from agreements.operations.locks import NotInReadbackError
from agreements.operations.proposals import take_back
from agreements.operations.readbacks import (
    LONGEST,
    AlreadyWrittenError,
    WordGivenError,
    save_draft,
    write_readback,
)
from agreements.operations.signatures import DifferencesOpenError, sign
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import count, entry, refused
from tests.agreements.readbacks import A_WEEK_LATER, AS_RECORDED, difference_of, say_back
from tests.races import FEW_ROUNDS, race

LATER = timedelta(hours=1)


@pytest.fixture
def feature(proposed: Agreement) -> int:
    return proposed.commitments.get(number=1).pk


def hash_of_terms(agreement: Agreement) -> str:
    return agreement.versions.standing().get().terms_hash


def test_a_draft_is_kept_and_started_with_the_first_word(proposed: Agreement, dana: Person, at: datetime) -> None:
    save_draft(actor=dana, at=at, agreement=proposed, text="We del")
    draft = save_draft(actor=dana, at=at + LATER, agreement=proposed, text="We deliver \n")
    draft.refresh_from_db()
    assert (draft.text, draft.started_at, draft.saved_at, draft.written_at) == ("We deliver", at, at + LATER, None)


def test_a_draft_is_not_in_the_history(proposed: Agreement, dana: Person, at: datetime) -> None:
    before = Event.objects.count()
    save_draft(actor=dana, at=at, agreement=proposed, text="We del")
    proposed.refresh_from_db()
    assert (Event.objects.count(), proposed.updated_at) == (before, at)


def test_writing_keeps_what_was_said(proposed: Agreement, dana: Person, feature: int, at: datetime) -> None:
    said = Said(feature, due_on=date(2027, 3, 15), owner=dana.email, quantity="1 feature")
    draft = ReadbackDraft(text=f" {AS_RECORDED}\n", said=(said,), order=DayMonth.DAY_FIRST)
    save_draft(actor=dana, at=at, agreement=proposed, text="We del")
    write_readback(actor=dana, at=at + LATER, agreement=proposed, draft=draft)
    written = Readback.objects.get()
    assert (written.text, written.said, written.order, written.started_at, written.written_at, written.revision) == (
        AS_RECORDED,
        [{"commitment": feature, "due_on": "2027-03-15", "owner": dana.email, "quantity": "1 feature"}],
        "day_first",
        at,
        at + LATER,
        1,
    )


def test_writing_is_recorded_without_a_word_of_it(proposed: Agreement, dana: Person, at: datetime) -> None:
    written = say_back(proposed, dana, at, A_WEEK_LATER)
    recorded = entry(proposed, "readback_written")
    assert (recorded.actor, recorded.data) == (dana, {"readback": written.pk, "is_again": False})


def test_an_owner_speaks_for_what_they_owe(proposed: Agreement, dana: Person, feature: int, at: datetime) -> None:
    assert list(say_back(proposed, dana, at).lines) == [str(feature)]


def test_a_representative_speaks_for_what_the_party_owes(
    proposed: Agreement, maya: Person, feature: int, at: datetime
) -> None:
    assert list(say_back(proposed, maya, at).lines) == [str(feature)]


def test_what_differs_is_to_be_settled(proposed: Agreement, dana: Person, feature: int, at: datetime) -> None:
    found = difference_of(say_back(proposed, dana, at, A_WEEK_LATER))
    assert (found.commitment_id, found.verdict, found.recorded, found.heard, found.found_at, found.settled_at) == (
        feature,
        "differs",
        "2027-03-15",
        "2027-03-22",
        at,
        None,
    )


def test_what_agrees_is_not(proposed: Agreement, dana: Person, at: datetime) -> None:
    assert not say_back(proposed, dana, at).differences.filter(field="due_on").exists()


def test_an_answer_beside_the_text_counts(proposed: Agreement, dana: Person, feature: int, at: datetime) -> None:
    draft = ReadbackDraft(text="We deliver it.", said=(Said(feature, due_on=date(2027, 3, 22)),))
    assert difference_of(write_readback(actor=dana, at=at, agreement=proposed, draft=draft)).heard == "2027-03-22"


def test_writing_again_replaces_the_text(proposed: Agreement, dana: Person, at: datetime) -> None:
    say_back(proposed, dana, at, A_WEEK_LATER)
    again = say_back(proposed, dana, at + LATER)
    assert (again.text, again.written_at, again.revision, Readback.objects.count()) == (AS_RECORDED, at + LATER, 2, 1)
    assert entry(proposed, "readback_written").data["is_again"] is True


def test_what_is_said_no_more_settles_itself(proposed: Agreement, dana: Person, at: datetime) -> None:
    difference = difference_of(say_back(proposed, dana, at, A_WEEK_LATER))
    say_back(proposed, dana, at + LATER)
    difference.refresh_from_db()
    assert (difference.settled_at, difference.settled_by, difference.note) == (
        at + LATER,
        None,
        "It was said anew, in other words.",
    )


def test_what_is_said_again_after_settling_itself_opens_again(proposed: Agreement, dana: Person, at: datetime) -> None:
    for text in (A_WEEK_LATER, AS_RECORDED, A_WEEK_LATER):
        say_back(proposed, dana, at, text)
    assert Difference.objects.open().filter(field="due_on").count() == 1


def test_what_is_said_twice_is_one_difference(proposed: Agreement, dana: Person, at: datetime) -> None:
    first = difference_of(say_back(proposed, dana, at, A_WEEK_LATER))
    assert difference_of(say_back(proposed, dana, at + LATER, A_WEEK_LATER)) == first


def test_a_note_stands_for_what_is_said_again(proposed: Agreement, dana: Person, at: datetime) -> None:
    difference = difference_of(say_back(proposed, dana, at, A_WEEK_LATER))
    settle(actor=dana, at=at, difference=difference, note="A week of slack.")
    again = difference_of(say_back(proposed, dana, at + LATER, A_WEEK_LATER))
    assert (again, again.note) == (difference, "A week of slack.")


def test_other_words_are_to_be_confirmed_anew(proposed: Agreement, dana: Person, maya: Person, at: datetime) -> None:
    readback = say_back(proposed, dana, at)
    say_back(proposed, maya, at)
    confirm_readback(actor=maya, at=at, readback=readback, draft=ConfirmationDraft(matches=True))
    say_back(proposed, dana, at + LATER, "The feature is there by 2027-03-15.")
    assert not Confirmation.objects.exists()


def test_a_draft_does_not_touch_what_was_sent(proposed: Agreement, dana: Person, at: datetime) -> None:
    readback = say_back(proposed, dana, at)
    with refused(AlreadyWrittenError, readback):
        save_draft(actor=dana, at=at, agreement=proposed, text="We del")


def test_who_has_signed_has_given_their_word(proposed: Agreement, maya: Person, at: datetime) -> None:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=hash_of_terms(proposed))
    with refused(WordGivenError, proposed):
        say_back(proposed, maya, at)


WAYS: list[Callable[..., Readback]] = [
    partial(save_draft, text="We del"),
    partial(write_readback, draft=ReadbackDraft(text=AS_RECORDED)),
]


@pytest.mark.parametrize("act", WAYS)
def test_who_is_not_asked_says_nothing_back(
    act: Callable[..., Readback], proposed: Agreement, outsider: Person, at: datetime
) -> None:
    with refused(ForbiddenError, proposed):
        act(actor=outsider, at=at, agreement=proposed)


@pytest.mark.parametrize("act", WAYS)
def test_a_draft_of_terms_is_not_said_back(
    act: Callable[..., Readback], proposed: Agreement, dana: Person, at: datetime
) -> None:
    take_back(actor=dana, at=at, agreement=proposed)
    with refused(NotInReadbackError, proposed):
        act(actor=dana, at=at, agreement=proposed)


def test_who_left_is_not_asked(proposed: Agreement, dana: Person, at: datetime) -> None:
    dana.is_active = False
    with refused(ForbiddenError, proposed):
        say_back(proposed, dana, at)


def test_an_owner_outside_the_parties_is_asked(proposed: Agreement, outsider: Person, at: datetime) -> None:
    proposed.commitments.filter(number=1).update(owner=outsider)
    assert difference_of(say_back(proposed, outsider, at, A_WEEK_LATER)).heard == "2027-03-22"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"text": " \n "}, "text"),
        ({"text": "x" * (LONGEST + 1)}, "text"),
        ({"said": (Said(0),)}, "commitments"),
    ],
)
def test_what_cannot_be_said(
    proposed: Agreement, dana: Person, at: datetime, draft: dict[str, Any], field: str
) -> None:
    with refused(InvalidValueError, proposed) as raised:
        write_readback(actor=dana, at=at, agreement=proposed, draft=ReadbackDraft(**{"text": AS_RECORDED, **draft}))
    assert list(raised.value.fields) == [field]
    assert not Readback.objects.exists()


def test_one_answer_about_each_commitment(proposed: Agreement, dana: Person, feature: int, at: datetime) -> None:
    draft = ReadbackDraft(text=AS_RECORDED, said=(Said(feature), Said(feature)))
    with refused(InvalidValueError, proposed) as raised:
        write_readback(actor=dana, at=at, agreement=proposed, draft=draft)
    assert raised.value.fields == {"commitments": ["Answer once about each commitment."]}


def test_a_quantity_is_a_few_words(proposed: Agreement, dana: Person, feature: int, at: datetime) -> None:
    draft = ReadbackDraft(text=AS_RECORDED, said=(Said(feature, quantity="9" * 121),))
    with refused(InvalidValueError, proposed) as raised:
        write_readback(actor=dana, at=at, agreement=proposed, draft=draft)
    assert raised.value.fields == {"commitments": ["Write a quantity in 120 letters at most."]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_one_who_writes_twice_at_once_has_one_readback(
    round_of: int, proposed: Agreement, dana: Person, at: datetime
) -> None:
    saying = partial(say_back, proposed, dana, at, A_WEEK_LATER)
    race(saying, saying)
    assert (Readback.objects.get().revision, Difference.objects.filter(field="due_on").count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_two_who_write_at_once_are_both_heard(
    round_of: int, proposed: Agreement, dana: Person, maya: Person, at: datetime
) -> None:
    race(partial(say_back, proposed, dana, at, A_WEEK_LATER), partial(say_back, proposed, maya, at))
    assert (Readback.objects.count(), count(proposed, "readback_written")) == (2, 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_a_signature_and_a_difference_at_once_come_one_after_the_other(
    round_of: int, proposed: Agreement, dana: Person, maya: Person, at: datetime
) -> None:
    signed, _ = race(
        partial(sign, actor=maya, at=at, agreement=proposed, terms_hash=hash_of_terms(proposed)),
        partial(say_back, proposed, dana, at, A_WEEK_LATER),
    )
    first = min(entry(proposed, "readback_written").number, *_numbers(proposed, "signed"))
    is_signed = Signature.objects.exists()
    assert isinstance(signed, Signature if is_signed else DifferencesOpenError)
    assert Event.objects.get(agreement=proposed, number=first).kind == ("signed" if is_signed else "readback_written")


def _numbers(agreement: Agreement, kind: str) -> list[int]:
    numbers = Event.objects.filter(agreement=agreement, kind=kind).values_list("number", flat=True)
    return [*numbers, 2**31]
