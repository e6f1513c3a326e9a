from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from agreements.domain.mismatches import Where
from agreements.models import Agreement, Commitment, Confirmation, Difference, Event, Readback
from agreements.operations.commitments import remove_commitment
from agreements.operations.confirmations import LONGEST, NothingToConfirmError, confirm_readback, reconfirm_lines
from agreements.operations.differences import SayBackFirstError, settle
from agreements.operations.drafts import ConfirmationDraft
from agreements.operations.locks import NotInReadbackError
from agreements.operations.proposals import propose, take_back
from agreements.operations.readbacks import save_draft
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import count, entry, refused
from tests.agreements.readbacks import say_back
from tests.factories import CommitmentFactory
from tests.races import FEW_ROUNDS, race

LATER = timedelta(hours=1)
MATCHES = ConfirmationDraft(matches=True)
MISMATCH = ConfirmationDraft(matches=False, where=frozenset({Where.WHEN}), understood="I understood the 22nd.")


@pytest.fixture
def heard(proposed: Agreement, dana: Person, maya: Person, tomas: Person, at: datetime) -> Readback:
    """Dana's readback; Maya and Tomas have written too and can see it, Lena has not."""
    for person in (maya, tomas):
        say_back(proposed, person, at)
    return say_back(proposed, dana, at)


def move_feature(agreement: Agreement, actor: Person, at: datetime) -> None:
    """Take the proposal back, move the feature by a week, propose it again."""
    take_back(actor=actor, at=at, agreement=agreement)
    agreement.commitments.filter(number=1).update(due_on=date(2027, 3, 22))
    propose(actor=actor, at=at, agreement=agreement)


def test_a_match_is_kept_with_the_lines_it_was_said_about(heard: Readback, maya: Person, at: datetime) -> None:
    confirm_readback(actor=maya, at=at + LATER, readback=heard, draft=MATCHES)
    word = Confirmation.objects.get()
    assert (word.readback, word.person, word.matches, word.lines, word.at) == (
        heard,
        maya,
        True,
        heard.lines,
        at + LATER,
    )


def test_a_match_is_recorded(heard: Readback, maya: Person, at: datetime) -> None:
    confirm_readback(actor=maya, at=at, readback=heard, draft=MATCHES)
    written = entry(heard.agreement, "readback_confirmed")
    assert (written.actor, written.data) == (maya, {"readback": heard.pk, "person": "Dana Whitfield"})


def test_a_mismatch_is_a_difference_for_each_place(heard: Readback, maya: Person, at: datetime) -> None:
    where = frozenset({Where.WHEN, Where.HOW_MEASURED})
    draft = ConfirmationDraft(matches=False, where=where, understood=" I understood the 22nd. ")
    confirm_readback(actor=maya, at=at, readback=heard, draft=draft)
    marks = Difference.objects.filter(marked_by=maya).order_by("field")
    assert [(mark.field, mark.verdict, mark.heard, mark.commitment, mark.settled_at) for mark in marks] == [
        ("how_measured", "differs", "I understood the 22nd.", None, None),
        ("when", "differs", "I understood the 22nd.", None, None),
    ]


def test_a_mismatch_may_name_its_line(heard: Readback, maya: Person, at: datetime) -> None:
    feature = heard.agreement.commitments.get(number=1)
    draft = ConfirmationDraft(matches=False, where=frozenset({Where.WHEN}), commitment=feature)
    confirm_readback(actor=maya, at=at, readback=heard, draft=draft)
    assert Difference.objects.get(marked_by=maya).commitment == feature
    written = entry(heard.agreement, "mismatch_marked")
    assert written.data["promise"] == {"number": 1, "deliverable": feature.deliverable}


def test_a_mismatch_is_recorded(heard: Readback, maya: Person, at: datetime) -> None:
    confirm_readback(actor=maya, at=at, readback=heard, draft=MISMATCH)
    written = entry(heard.agreement, "mismatch_marked")
    assert (written.actor, written.data) == (
        maya,
        {
            "readback": heard.pk,
            "person": "Dana Whitfield",
            "where": ["when"],
            "reason": "I understood the 22nd.",
        },
    )


def test_a_later_match_settles_the_mismatch(heard: Readback, maya: Person, at: datetime) -> None:
    confirm_readback(actor=maya, at=at, readback=heard, draft=MISMATCH)
    confirm_readback(actor=maya, at=at + LATER, readback=heard, draft=MATCHES)
    mark = Difference.objects.get(marked_by=maya)
    assert (mark.settled_at, mark.note, Confirmation.objects.get().matches) == (at + LATER, "It matches now.", True)


def test_the_same_mismatch_stays_one(heard: Readback, maya: Person, at: datetime) -> None:
    for _ in range(2):
        confirm_readback(actor=maya, at=at, readback=heard, draft=MISMATCH)
    assert Difference.objects.filter(marked_by=maya).count() == 1


def test_another_mismatch_takes_its_place(heard: Readback, maya: Person, at: datetime) -> None:
    confirm_readback(actor=maya, at=at, readback=heard, draft=MISMATCH)
    other = ConfirmationDraft(matches=False, where=frozenset({Where.WHO}))
    confirm_readback(actor=maya, at=at, readback=heard, draft=other)
    marks = Difference.objects.filter(marked_by=maya).order_by("pk")
    assert list(marks.values_list("field", "note")) == [("when", "It was marked anew."), ("who", "")]


def test_a_match_leaves_the_marks_of_others(heard: Readback, maya: Person, tomas: Person, at: datetime) -> None:
    confirm_readback(actor=tomas, at=at, readback=heard, draft=MISMATCH)
    confirm_readback(actor=maya, at=at, readback=heard, draft=MATCHES)
    assert heard.differences.open().filter(marked_by=tomas).exists()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (ConfirmationDraft(matches=True, where=frozenset({Where.WHO})), "where"),
        (ConfirmationDraft(matches=False), "where"),
        (ConfirmationDraft(matches=False, where=MISMATCH.where, understood="x" * (LONGEST + 1)), "understood"),
    ],
)
def test_what_is_no_answer(heard: Readback, maya: Person, at: datetime, draft: ConfirmationDraft, field: str) -> None:
    with refused(InvalidValueError, heard) as raised:
        confirm_readback(actor=maya, at=at, readback=heard, draft=draft)
    assert list(raised.value.fields) == [field]


def test_a_mismatch_is_about_these_terms(heard: Readback, maya: Person, at: datetime) -> None:
    elsewhere: Commitment = CommitmentFactory.create()
    draft = ConfirmationDraft(matches=False, where=MISMATCH.where, commitment=elsewhere)
    with refused(InvalidValueError, heard) as raised:
        confirm_readback(actor=maya, at=at, readback=heard, draft=draft)
    assert list(raised.value.fields) == ["commitment"]


def test_who_has_not_written_answers_nothing_yet(heard: Readback, lena: Person, at: datetime) -> None:
    with refused(SayBackFirstError, heard):
        confirm_readback(actor=lena, at=at, readback=heard, draft=MATCHES)


@pytest.mark.parametrize("name", ["dana", "outsider"])
def test_only_the_others_who_are_asked_answer(
    heard: Readback, request: pytest.FixtureRequest, name: str, at: datetime
) -> None:
    actor: Any = request.getfixturevalue(name)
    with refused(ForbiddenError, heard):
        confirm_readback(actor=actor, at=at, readback=heard, draft=MATCHES)


def test_what_is_not_written_yet_is_not_answered(heard: Readback, lena: Person, maya: Person, at: datetime) -> None:
    begun = save_draft(actor=lena, at=at, agreement=heard.agreement, text="We st")
    with refused(NothingToConfirmError, begun):
        confirm_readback(actor=maya, at=at, readback=begun, draft=MATCHES)


def test_nothing_is_answered_once_it_is_a_draft_again(heard: Readback, maya: Person, at: datetime) -> None:
    take_back(actor=maya, at=at, agreement=heard.agreement)
    with refused(NotInReadbackError, heard):
        confirm_readback(actor=maya, at=at, readback=heard, draft=MATCHES)


def test_its_writer_confirms_a_changed_line_again(heard: Readback, dana: Person, maya: Person, at: datetime) -> None:
    before = heard.lines
    move_feature(heard.agreement, maya, at)
    reconfirm_lines(actor=dana, at=at, readback=heard)
    heard.refresh_from_db()
    assert (heard.lines.keys(), heard.lines == before) == (before.keys(), False)


def test_confirming_again_is_recorded_with_its_lines(heard: Readback, dana: Person, maya: Person, at: datetime) -> None:
    move_feature(heard.agreement, maya, at)
    reconfirm_lines(actor=dana, at=at, readback=heard)
    (line,) = map(int, heard.lines)
    assert entry(heard.agreement, "readback_confirmed").data == {
        "readback": heard.pk,
        "person": "Dana Whitfield",
        "lines": [line],
    }


def test_the_others_confirm_it_again_for_themselves(heard: Readback, dana: Person, maya: Person, at: datetime) -> None:
    confirm_readback(actor=maya, at=at, readback=heard, draft=MATCHES)
    move_feature(heard.agreement, maya, at)
    reconfirm_lines(actor=maya, at=at, readback=heard)
    reconfirm_lines(actor=dana, at=at, readback=heard)
    heard.refresh_from_db()
    assert Confirmation.objects.get().lines == heard.lines


def test_what_did_not_change_is_not_asked_about(heard: Readback, dana: Person, at: datetime) -> None:
    reconfirm_lines(actor=dana, at=at, readback=heard)
    assert count(heard.agreement, "readback_confirmed") == 0


def test_a_line_that_is_gone_is_forgotten(heard: Readback, dana: Person, tomas: Person, at: datetime) -> None:
    """Tomas speaks for what Sales owes; the outreach goes over to Product."""
    theirs = Readback.objects.get(person=tomas)
    feature, outreach = heard.agreement.commitments.order_by("number")
    take_back(actor=dana, at=at, agreement=heard.agreement)
    Commitment.objects.filter(pk=feature.pk).update(team=outreach.team, for_team=feature.team)
    Commitment.objects.filter(pk=outreach.pk).update(team=feature.team, for_team=outreach.team)
    propose(actor=dana, at=at, agreement=heard.agreement)
    reconfirm_lines(actor=tomas, at=at, readback=theirs)
    theirs.refresh_from_db()
    assert list(theirs.lines) == [str(feature.pk)]


def test_who_has_not_said_whether_it_matches_has_nothing_to_confirm_again(
    heard: Readback, maya: Person, at: datetime
) -> None:
    with refused(NothingToConfirmError, heard):
        reconfirm_lines(actor=maya, at=at, readback=heard)


def test_an_outsider_confirms_nothing_again(heard: Readback, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, heard):
        reconfirm_lines(actor=outsider, at=at, readback=heard)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_one_who_answers_twice_at_once_has_one_word(round_of: int, heard: Readback, maya: Person, at: datetime) -> None:
    answering = partial(confirm_readback, actor=maya, at=at, readback=heard)
    race(partial(answering, draft=MATCHES), partial(answering, draft=MISMATCH))
    marks = heard.differences.open().filter(marked_by=maya).count()
    assert (Confirmation.objects.get().matches, marks) in {(True, 0), (False, 1)}


def test_a_promise_that_was_misunderstood_can_be_taken_out(
    heard: Readback, maya: Person, dana: Person, at: datetime
) -> None:
    """The history of a draft holds on to nothing: what was said stays, and names the promise in words."""
    promise = heard.agreement.commitments.latest("number")
    confirm_readback(actor=maya, at=at, readback=heard, draft=replace(MISMATCH, commitment=promise))
    settle(actor=dana, at=at, difference=Difference.objects.get(marked_by=maya), note="We mean the same.")
    take_back(actor=maya, at=at, agreement=heard.agreement)
    remove_commitment(actor=maya, at=at, commitment=promise)
    assert not heard.agreement.commitments.filter(pk=promise.pk).exists()
    assert Event.objects.filter(kind__in=["mismatch_marked", "difference_settled"], commitment=None).count() == 2
