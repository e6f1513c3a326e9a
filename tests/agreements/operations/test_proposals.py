import json
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.domain.states import MoveNotAllowedError
from agreements.domain.terms import canonical, terms_hash
from agreements.models import Agreement, Commitment, Party, Signature
from agreements.operations.locks import NotInReadbackError
from agreements.operations.proposals import TermsIncompleteError, extend_answers, propose, take_back
from agreements.operations.signatures import sign
from agreements.reports.terms import terms_of
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import entry, refused
from tests.factories import MetricFactory


def test_proposing_opens_the_readback(ready: Agreement, maya: Person, at: datetime) -> None:
    propose(actor=maya, at=at, agreement=ready)
    ready.refresh_from_db()
    assert ready.state == "readback"


def test_proposing_freezes_the_terms_under_their_hash(ready: Agreement, maya: Person, at: datetime) -> None:
    version = propose(actor=maya, at=at, agreement=ready)
    version.refresh_from_db()
    terms = terms_of(ready)
    assert (version.number, version.terms, version.terms_hash, version.proposed_by, version.proposed_at) == (
        1,
        json.loads(canonical(terms)),
        terms_hash(terms),
        maya,
        at,
    )


def test_the_window_for_answers_is_counted_in_local_days(ready: Agreement, maya: Person) -> None:
    late_evening = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)  # 2 March in Berlin
    Agreement.objects.update(answer_within_days=3)
    assert propose(actor=maya, at=late_evening, agreement=ready).answer_by == date(2027, 3, 5)


def test_a_proposal_is_recorded_with_the_advice_that_was_passed(ready: Agreement, maya: Person, at: datetime) -> None:
    version = propose(actor=maya, at=at, agreement=ready, reason="  Two weeks, then we look again. ")
    written = entry(ready, "proposed")
    assert (written.actor, written.data) == (
        maya,
        {
            "version": 1,
            "terms_hash": version.terms_hash,
            "answer_by": "2027-03-11",
            "passed": ["no_joint_metric", "no_cadence", "no_review_date", "one_way_dependencies"],
            "reason": "Two weeks, then we look again.",
        },
    )


def test_who_signs_accepts_where_nobody_is_named(ready: Agreement, maya: Person, lena: Person, at: datetime) -> None:
    propose(actor=maya, at=at, agreement=ready)
    rows = ready.commitments.order_by("number").values_list("accepted_by", "revision")
    assert list(rows) == [(lena.pk, 1), (maya.pk, 2)]


def test_the_frozen_terms_name_who_accepts(proposed: Agreement) -> None:
    commitments = proposed.versions.get().terms["commitments"]
    assert [terms["accepted_by"] for terms in commitments] == ["lena.brandt@acme.example", "maya.okafor@acme.example"]


def test_incomplete_terms_are_refused_with_all_that_is_missing(ready: Agreement, maya: Person, at: datetime) -> None:
    Party.objects.filter(team__name="Sales").update(representative=None)
    Commitment.objects.filter(number=2).update(due_on=None)
    with refused(TermsIncompleteError, ready) as raised:
        propose(actor=maya, at=at, agreement=ready)
    assert (raised.value.code, raised.value.message) == (
        "terms_incomplete",
        "Sales has nobody yet who signs for it. “The outreach” has no date yet.",
    )


def test_a_refused_proposal_names_no_accepters(ready: Agreement, maya: Person, at: datetime) -> None:
    Commitment.objects.filter(number=1).update(done_when="")
    with refused(TermsIncompleteError, ready, *ready.commitments.all()):
        propose(actor=maya, at=at, agreement=ready)


def test_an_outsider_proposes_nothing(ready: Agreement, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, ready):
        propose(actor=outsider, at=at, agreement=ready)


def test_nothing_is_proposed_twice(proposed: Agreement, maya: Person, at: datetime) -> None:
    with refused(MoveNotAllowedError, proposed):
        propose(actor=maya, at=at, agreement=proposed)


def test_a_proposal_becomes_a_draft_again(proposed: Agreement, tomas: Person, at: datetime) -> None:
    take_back(actor=tomas, at=at + timedelta(hours=1), agreement=proposed)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.versions.get().taken_back_at) == ("draft", at + timedelta(hours=1))


def test_signatures_fall_with_their_proposal(proposed: Agreement, maya: Person, at: datetime) -> None:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=proposed.versions.get().terms_hash)
    take_back(actor=maya, at=at, agreement=proposed)
    assert not Signature.objects.exists()


def test_taking_back_is_recorded_with_what_fell(proposed: Agreement, maya: Person, at: datetime) -> None:
    sign(actor=maya, at=at, agreement=proposed, terms_hash=proposed.versions.get().terms_hash)
    take_back(actor=maya, at=at, agreement=proposed)
    written = entry(proposed, "taken_back")
    assert (written.actor, written.data) == (maya, {"version": 1, "fallen": ["Product"]})


def test_an_outsider_takes_nothing_back(proposed: Agreement, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, proposed):
        take_back(actor=outsider, at=at, agreement=proposed)


def test_what_was_not_proposed_is_not_taken_back(ready: Agreement, maya: Person, at: datetime) -> None:
    with refused(MoveNotAllowedError, ready):
        take_back(actor=maya, at=at, agreement=ready)


def test_the_next_proposal_takes_the_number_again(proposed: Agreement, maya: Person, at: datetime) -> None:
    take_back(actor=maya, at=at, agreement=proposed)
    assert propose(actor=maya, at=at, agreement=proposed).number == 1


@pytest.mark.parametrize("metrics", [0, 3])
def test_reading_the_terms_takes_five_queries(
    django_assert_num_queries: DjangoAssertNumQueries, ready: Agreement, metrics: int
) -> None:
    MetricFactory.create_batch(metrics, agreement=ready)
    with django_assert_num_queries(5):
        terms_of(ready)


def test_a_refusal_lists_its_problems_for_programs(ready: Agreement, maya: Person, at: datetime) -> None:
    Commitment.objects.filter(number=2).update(due_on=None)
    with refused(TermsIncompleteError, ready) as raised:
        propose(actor=maya, at=at, agreement=ready)
    assert raised.value.details == {
        "problems": [{"code": "no_date", "message": "“The outreach” has no date yet.", "blocking": True}]
    }


def test_more_time_is_given(proposed: Agreement, maya: Person, at: datetime) -> None:
    version = extend_answers(actor=maya, at=at, agreement=proposed, answer_by=date(2027, 3, 19))
    version.refresh_from_db()
    written = entry(proposed, "answers_extended")
    assert (version.answer_by, written.actor, written.data) == (
        date(2027, 3, 19),
        maya,
        {"version": 1, "was": {"answer_by": "2027-03-11"}, "now": {"answer_by": "2027-03-19"}},
    )


def test_a_window_that_has_passed_is_opened_again_from_today_on(proposed: Agreement, maya: Person) -> None:
    much_later = datetime(2027, 3, 31, 22, 30, tzinfo=UTC)  # 1 April in Berlin
    with refused(InvalidValueError, proposed) as raised:
        extend_answers(actor=maya, at=much_later, agreement=proposed, answer_by=date(2027, 3, 31))
    assert raised.value.fields == {"answer_by": ["Choose a date from 1 April 2027 on."]}
    extended = extend_answers(actor=maya, at=much_later, agreement=proposed, answer_by=date(2027, 4, 1))
    assert extended.answer_by == date(2027, 4, 1)


@pytest.mark.parametrize("answer_by", [date(2027, 3, 11), date(2200, 1, 1)])
def test_more_time_ends_later_and_some_day(proposed: Agreement, maya: Person, at: datetime, answer_by: date) -> None:
    with refused(InvalidValueError, proposed) as raised:
        extend_answers(actor=maya, at=at, agreement=proposed, answer_by=answer_by)
    assert raised.value.fields == {"answer_by": ["Choose a date from 12 March 2027 on."]}


def test_only_who_proposed_gives_more_time(proposed: Agreement, tomas: Person, at: datetime) -> None:
    with refused(ForbiddenError, proposed):
        extend_answers(actor=tomas, at=at, agreement=proposed, answer_by=date(2027, 3, 19))


def test_a_draft_has_no_window(ready: Agreement, maya: Person, at: datetime) -> None:
    with refused(NotInReadbackError, ready):
        extend_answers(actor=maya, at=at, agreement=ready, answer_by=date(2027, 3, 19))
