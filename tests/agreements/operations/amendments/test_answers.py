from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from agreements.domain.amendments import Answer, ChangeKind
from agreements.domain.states import MoveNotAllowedError
from agreements.models import Agreement, Alternative, Amendment, Change, Commitment, Consent
from agreements.operations.amendments import (
    AlreadyAnsweredError,
    AlternativeClosedError,
    AlternativeDraft,
    AnswerDraft,
    ChangeDraft,
    StaleAlternativeError,
    answer,
    withdraw_amendment,
)
from agreements.operations.amendments.alternatives import TooManyAlternativesError
from agreements.operations.locks import RemovedMeanwhileError
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.changing import accepted, asked, declined, later
from tests.agreements.operations.history import count, entry, refused

LATER = timedelta(days=1)
ACCEPT = AnswerDraft(answer=Answer.ACCEPT)


@pytest.fixture
def amendment(launched: Agreement, feature: Commitment, dana: Person, at: datetime) -> Amendment:
    """Dana asks for a week more, or for two days."""
    two_days = later(feature, due_on=date(2027, 3, 17), label="Two days")
    return asked(later(feature), two_days, by=dana, at=at, within=launched)


@pytest.fixture
def first(amendment: Amendment) -> Alternative:
    return amendment.alternatives.get(position=1)


def given(alternative: Alternative, person: Person) -> Consent:
    return Consent.objects.get(alternative=alternative, person=person)


def counter(commitment: Commitment, due_on: date = date(2027, 3, 19)) -> AnswerDraft:
    return AnswerDraft(
        answer=Answer.COUNTER, reason="A week is long.", counter=later(commitment, due_on=due_on, label="Friday")
    )


def test_an_answer_names_the_content_that_was_read(first: Alternative, tomas: Person, at: datetime) -> None:
    accepted(first.amendment, by=tomas, at=at + LATER)
    consent = given(first, tomas)
    assert (consent.answer, consent.content_hash, consent.answered_at) == ("accept", first.content_hash, at + LATER)


def test_an_answer_is_recorded(launched: Agreement, first: Alternative, tomas: Person, at: datetime) -> None:
    accepted(first.amendment, by=tomas, at=at + LATER)
    written = entry(launched, "amendment_answered")
    assert (written.actor, written.at, written.data) == (
        tomas,
        at + LATER,
        {
            "amendment": 1,
            "amendment_id": first.amendment_id,
            "alternative": "A week later",
            "answer": "accept",
            "reason": "",
        },
    )


def test_an_answer_counts_as_a_change_of_the_amendment(first: Alternative, tomas: Person, at: datetime) -> None:
    accepted(first.amendment, by=tomas, at=at)
    first.amendment.refresh_from_db()
    assert first.amendment.revision == 2


def test_one_answer_is_not_enough(first: Alternative, tomas: Person, at: datetime) -> None:
    assert accepted(first.amendment, by=tomas, at=at).state == "open"


def test_each_alternative_is_answered_by_itself(amendment: Amendment, tomas: Person, at: datetime) -> None:
    accepted(amendment, by=tomas, at=at, position=2)
    assert list(Consent.objects.filter(person=tomas).order_by("alternative").values_list("answer", flat=True)) == [
        None,
        "accept",
    ]


@pytest.mark.parametrize("seat", ["outsider", "admin", "executive"])
def test_who_is_not_affected_does_not_answer(
    launched: Agreement, first: Alternative, at: datetime, seat: str, request: pytest.FixtureRequest
) -> None:
    with refused(ForbiddenError, launched, first):
        answer(actor=request.getfixturevalue(seat), at=at, alternative=first, draft=ACCEPT)


def test_a_delegate_does_not_answer(
    launched: Agreement, first: Alternative, tomas: Person, outsider: Person, at: datetime
) -> None:
    tomas.delegate = outsider
    tomas.save()
    with refused(ForbiddenError, launched, first):
        answer(actor=outsider, at=at, alternative=first, draft=ACCEPT)


@pytest.mark.parametrize("again", [Answer.ACCEPT, Answer.DECLINE, Answer.COUNTER])
def test_to_accept_is_final(
    launched: Agreement, first: Alternative, tomas: Person, at: datetime, again: Answer
) -> None:
    accepted(first.amendment, by=tomas, at=at)
    with refused(AlreadyAnsweredError, launched, first, given(first, tomas)) as raised:
        answer(actor=tomas, at=at, alternative=first, draft=AnswerDraft(answer=again, reason="No"))
    assert raised.value.code == "already_answered"


def test_a_second_press_changes_nothing_after_all_is_agreed_either(
    launched: Agreement, first: Alternative, maya: Person, lena: Person, tomas: Person, at: datetime
) -> None:
    for person in (maya, lena, tomas):
        accepted(first.amendment, by=person, at=at)
    with refused(AlreadyAnsweredError, launched, first):
        answer(actor=tomas, at=at, alternative=first, draft=ACCEPT)


def test_a_decline_has_a_reason(launched: Agreement, first: Alternative, tomas: Person, at: datetime) -> None:
    with refused(InvalidValueError, launched, given(first, tomas)) as raised:
        answer(actor=tomas, at=at, alternative=first, draft=AnswerDraft(answer=Answer.DECLINE, reason="  "))
    assert list(raised.value.fields) == ["reason"]


def test_a_decline_closes_its_alternative_and_leaves_the_others(
    amendment: Amendment, tomas: Person, at: datetime
) -> None:
    assert declined(amendment, by=tomas, at=at).state == "open"
    assert [alternative.label for alternative in amendment.alternatives.open()] == ["Two days"]


def test_a_decline_keeps_its_reason(first: Alternative, launched: Agreement, tomas: Person, at: datetime) -> None:
    declined(first.amendment, by=tomas, at=at)
    assert (given(first, tomas).reason, entry(launched, "amendment_answered").data["reason"]) == (
        "We have told customers.",
        "We have told customers.",
    )


def test_what_is_declined_is_not_answered_any_more(
    launched: Agreement, first: Alternative, tomas: Person, lena: Person, at: datetime
) -> None:
    declined(first.amendment, by=tomas, at=at)
    with refused(AlternativeClosedError, launched, first):
        answer(actor=lena, at=at, alternative=first, draft=ACCEPT)


def test_when_no_alternative_is_left_the_change_is_declined(
    launched: Agreement, amendment: Amendment, tomas: Person, lena: Person, at: datetime
) -> None:
    declined(amendment, by=tomas, at=at)
    closed = declined(amendment, by=lena, at=at + LATER, position=2)
    assert (closed.state, closed.closed_at, closed.agreed) == ("declined", at + LATER, None)
    assert entry(launched, "amendment_declined").data == {"amendment": 1, "amendment_id": amendment.pk}


def test_nothing_moves_when_a_change_is_declined(
    amendment: Amendment, feature: Commitment, tomas: Person, at: datetime
) -> None:
    declined(amendment, by=tomas, at=at)
    declined(amendment, by=tomas, at=at, position=2)
    feature.refresh_from_db()
    assert (feature.due_on, feature.adjusted) == (date(2027, 3, 15), None)


def test_what_is_closed_is_not_answered(
    launched: Agreement, first: Alternative, dana: Person, tomas: Person, at: datetime
) -> None:
    withdraw_amendment(actor=dana, at=at, amendment=first.amendment)
    with refused(MoveNotAllowedError, launched, first):
        answer(actor=tomas, at=at, alternative=first, draft=ACCEPT)


def test_content_that_nobody_knows_is_stale(
    launched: Agreement, first: Alternative, tomas: Person, at: datetime
) -> None:
    with refused(StaleAlternativeError, launched, first) as raised:
        answer(actor=tomas, at=at, alternative=first, draft=replace(ACCEPT, content_hash="0" * 64))
    assert raised.value.details == {"content_hash": first.content_hash, "changes": []}


def test_the_hash_that_was_read_is_accepted(first: Alternative, tomas: Person, at: datetime) -> None:
    answer(actor=tomas, at=at, alternative=first, draft=replace(ACCEPT, content_hash=first.content_hash))
    assert given(first, tomas).answer == "accept"


def test_a_counter_is_one_more_alternative(
    first: Alternative, feature: Commitment, tomas: Person, at: datetime
) -> None:
    amendment = answer(actor=tomas, at=at + LATER, alternative=first, draft=counter(feature))
    brought = amendment.alternatives.get(position=3)
    assert (amendment.state, brought.label, brought.brought_by, brought.brought_at) == (
        "open",
        "Friday",
        tomas,
        at + LATER,
    )
    assert list(brought.changes.order_by("position").values_list("now", "is_ripple")) == [
        ({"due_on": "2027-03-19"}, False),
        ({"due_on": "2027-03-20"}, True),
    ]


def test_who_counters_has_accepted_their_own(
    first: Alternative, feature: Commitment, tomas: Person, at: datetime
) -> None:
    amendment = answer(actor=tomas, at=at, alternative=first, draft=counter(feature))
    brought = amendment.alternatives.get(position=3)
    assert dict(brought.consents.values_list("person__name", "answer")) == {
        "Dana Whitfield": None,
        "Lena Brandt": None,
        "Maya Okafor": None,
        "Tomas Lindqvist": "accept",
    }


def test_a_counter_is_recorded(
    launched: Agreement, first: Alternative, feature: Commitment, tomas: Person, at: datetime
) -> None:
    answer(actor=tomas, at=at, alternative=first, draft=counter(feature))
    assert entry(launched, "amendment_countered").data == {
        "amendment": 1,
        "amendment_id": first.amendment_id,
        "alternative": "A week later",
        "answer": "counter",
        "reason": "A week is long.",
        "counter": "Friday",
    }


def test_who_countered_may_still_accept(first: Alternative, feature: Commitment, tomas: Person, at: datetime) -> None:
    answer(actor=tomas, at=at, alternative=first, draft=counter(feature))
    accepted(first.amendment, by=tomas, at=at)
    assert given(first, tomas).answer == "accept"


def test_a_counter_may_touch_what_the_change_did_not(
    first: Alternative, feature: Commitment, page: Commitment, tomas: Person, at: datetime
) -> None:
    draft = replace(counter(feature), counter=later(page, due_on=date(2027, 4, 1), label="The page"))
    amendment = answer(actor=tomas, at=at, alternative=first, draft=draft)
    assert set(amendment.touched.values_list("agreement__title", flat=True)) == {"Feature launch", "Campaign"}


def test_a_counter_brings_something(launched: Agreement, first: Alternative, tomas: Person, at: datetime) -> None:
    with refused(InvalidValueError, launched) as raised:
        answer(actor=tomas, at=at, alternative=first, draft=AnswerDraft(answer=Answer.COUNTER))
    assert list(raised.value.fields) == ["counter"]


def test_what_is_wrong_with_a_counter_is_named_by_field(
    launched: Agreement, first: Alternative, feature: Commitment, tomas: Person, at: datetime
) -> None:
    with refused(InvalidValueError, launched) as raised:
        answer(actor=tomas, at=at, alternative=first, draft=counter(feature, due_on=date(2027, 2, 1)))
    assert list(raised.value.fields) == ["counter.changes.0.due_on"]


def test_there_are_six_alternatives_at_most(
    launched: Agreement, first: Alternative, feature: Commitment, tomas: Person, lena: Person, at: datetime
) -> None:
    for day, person in enumerate((tomas, tomas, lena, lena), start=23):
        answer(actor=person, at=at, alternative=first, draft=counter(feature, due_on=date(2027, 3, day)))
    with refused(TooManyAlternativesError, launched, first.amendment):
        answer(actor=tomas, at=at, alternative=first, draft=counter(feature, due_on=date(2027, 3, 29)))


def test_a_counter_that_concerns_nobody_else_is_agreed_at_once(
    launched: Agreement, first: Alternative, lena: Person, maya: Person, at: datetime
) -> None:
    launched.parties.update(representative=lena)
    outreach = launched.commitments.get(number=2)
    draft = AnswerDraft(answer=Answer.COUNTER, counter=later(outreach, label="The outreach alone"))
    amendment = answer(actor=lena, at=at, alternative=first, draft=draft)
    assert (amendment.state, amendment.agreed and amendment.agreed.label) == ("agreed", "The outreach alone")


def test_the_first_alternative_that_all_accept_is_agreed(
    amendment: Amendment, feature: Commitment, maya: Person, lena: Person, tomas: Person, at: datetime
) -> None:
    accepted(amendment, by=tomas, at=at)
    for person in (maya, lena, tomas):
        amendment = accepted(amendment, by=person, at=at, position=2)
    feature.refresh_from_db()
    assert (amendment.agreed and amendment.agreed.label, feature.due_on) == ("Two days", date(2027, 3, 17))


def test_the_notice_counts_the_alternatives_that_are_left(
    launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, lena: Person, at: datetime
) -> None:
    Commitment.objects.filter(pk=outreach.pk).update(due_on=date(2027, 3, 3))
    amendment = asked(later(feature), later(outreach), by=dana, at=at, within=launched)
    amendment = declined(amendment, by=lena, at=at, position=2)
    assert (amendment.notice_days, amendment.is_early) == (10, True)


def test_an_alternative_given_up_meanwhile_says_so(
    launched: Agreement, first: Alternative, tomas: Person, at: datetime
) -> None:
    stale = Alternative.objects.select_related("amendment").get(pk=first.pk)
    first.delete()
    with refused(RemovedMeanwhileError, launched):
        answer(actor=tomas, at=at, alternative=stale, draft=ACCEPT)


def test_a_chain_of_three_agreements_waits_for_the_last_answer(
    launched: Agreement,
    feature: Commitment,
    report: Commitment,
    dana: Person,
    maya: Person,
    lena: Person,
    tomas: Person,
    iris: Person,
    noor: Person,
    at: datetime,
) -> None:
    amendment = asked(later(feature), by=dana, at=at, within=launched)
    for person in (maya, lena, tomas, iris):
        accepted(amendment, by=person, at=at)
    report.refresh_from_db()
    assert (report.due_on, count(launched, "amended")) == (date(2027, 3, 21), 0)
    assert accepted(amendment, by=noor, at=at).state == "agreed"
    report.refresh_from_db()
    assert (report.due_on, count(report.agreement, "amended")) == (date(2027, 3, 28), 1)


def test_a_way_may_change_several_things_at_once(
    launched: Agreement, feature: Commitment, outreach: Commitment, dana: Person, at: datetime
) -> None:
    way = AlternativeDraft(
        label="Less, and by others",
        changes=(
            ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=feature, now={"deliverable": "Half"}),
            ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=outreach),
        ),
    )
    asked(way, by=dana, at=at, within=launched)
    assert list(Change.objects.order_by("position").values_list("kind", flat=True)) == [
        "commitment",
        "drop_commitment",
    ]
