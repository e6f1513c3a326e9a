"""Concerns of the launch between Product and Sales, which is in force since Monday 1 February 2027."""

from datetime import date, datetime
from typing import Any

import pytest

from agreements.domain.concerns import About
from agreements.models import Agreement, Commitment, Concern
from agreements.operations.concerns import AlreadyAnsweredError, raise_concern, resolve_concern
from agreements.operations.drafts import ConcernDraft
from agreements.operations.locks import NotActiveError
from agreements.reports.history import events_of
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import entry, refused
from tests.factories import AgreementFactory, CommitmentFactory, MetricFactory, ReadingFactory

WORRY = "The test machines are booked until April."
ANSWER = "Two machines are ours from Monday on."


def said(text: str = WORRY, *, about: About = About.WORK, **subject: Any) -> ConcernDraft:
    return ConcernDraft(about=about, text=text, **subject)


@pytest.fixture
def concern(launch: Agreement, lena: Person, at: datetime) -> Concern:
    return raise_concern(actor=lena, at=at, agreement=launch, draft=said())


def test_it_is_numbered_within_the_agreement(launch: Agreement, concern: Concern, dana: Person, at: datetime) -> None:
    second = raise_concern(actor=dana, at=at, agreement=launch, draft=said(topic=" Machines "))
    assert [(concern.number, concern.topic), (second.number, second.topic)] == [(1, ""), (2, "Machines")]


def test_history_tells_who_said_what(launch: Agreement, feature: Commitment, lena: Person, at: datetime) -> None:
    concern = raise_concern(actor=lena, at=at, agreement=launch, draft=said(f" {WORRY} ", commitment=feature))
    found = entry(launch, "concern_raised")
    assert (found.actor, found.commitment) == (lena, feature)
    assert found.data == {"concern": 1, "concern_id": concern.pk, "about": "work", "said": WORRY}


def test_how_we_work_is_not_in_the_words_of_history(
    launch: Agreement, lena: Person, dana: Person, at: datetime
) -> None:
    concern = raise_concern(actor=lena, at=at, agreement=launch, draft=said(about=About.WAY_OF_WORKING))
    resolve_concern(actor=dana, at=at, concern=concern, answer=ANSWER)
    expected = {"concern": 1, "concern_id": concern.pk, "about": "way_of_working"}
    assert [entry(launch, kind).data for kind in ("concern_raised", "concern_resolved")] == [expected] * 2


def test_history_says_nothing_of_it_to_others(
    launch: Agreement, lena: Person, dana: Person, outsider: Person, admin: Person, at: datetime
) -> None:
    for about in About:
        raise_concern(actor=lena, at=at, agreement=launch, draft=said(about=about))
    told = {
        reader.name: [event.data["about"] for event in events_of(launch, viewer=reader)]
        for reader in (dana, outsider, admin)
    }
    assert told == {
        "Dana Whitfield": ["way_of_working", "work"],
        "Otto Outsider": ["work"],
        "Ada Admin": ["work"],
    }


def test_everybody_with_a_part_may_raise_one(
    launch: Agreement, feature: Commitment, outsider: Person, at: datetime
) -> None:
    Commitment.objects.filter(pk=feature.pk).update(owner=outsider)
    assert raise_concern(actor=outsider, at=at, agreement=launch, draft=said()).raised_by == outsider


def test_the_facilitator_may_raise_one(launch: Agreement, outsider: Person, at: datetime) -> None:
    Agreement.objects.filter(pk=launch.pk).update(facilitator=outsider)
    assert raise_concern(actor=outsider, at=at, agreement=launch, draft=said()).raised_by == outsider


def test_others_may_not(launch: Agreement, outsider: Person, admin: Person, executive: Person, at: datetime) -> None:
    for person in (outsider, admin, executive):
        with refused(ForbiddenError, launch):
            raise_concern(actor=person, at=at, agreement=launch, draft=said())


def test_while_it_rests_and_while_it_is_said_back(
    launch: Agreement, proposed: Agreement, maya: Person, at: datetime
) -> None:
    Agreement.objects.filter(pk=launch.pk).update(paused_until=date(2027, 4, 12), pause_reason="Moving.")
    found = [raise_concern(actor=maya, at=at, agreement=agreement, draft=said()) for agreement in (launch, proposed)]
    assert [concern.number for concern in found] == [1, 1]


@pytest.mark.parametrize("state", ["draft", "withdrawn", "completed", "ended"])
def test_not_before_and_not_afterwards(launch: Agreement, maya: Person, at: datetime, state: str) -> None:
    Agreement.objects.filter(pk=launch.pk).update(state=state, closed_at=at, end_reason="Merged.")
    with refused(NotActiveError, launch):
        raise_concern(actor=maya, at=at, agreement=launch, draft=said())


@pytest.mark.parametrize(("text", "field"), [("  ", "text"), ("x" * 4_001, "text")])
def test_it_says_something_one_can_read(launch: Agreement, maya: Person, at: datetime, text: str, field: str) -> None:
    with refused(InvalidValueError, launch) as error:
        raise_concern(actor=maya, at=at, agreement=launch, draft=said(text))
    assert list(error.value.fields) == [field]


def test_its_subject_is_of_the_agreement(launch: Agreement, maya: Person, at: datetime) -> None:
    other = AgreementFactory.create(is_active=True)
    foreign: dict[str, Any] = {
        "commitment": CommitmentFactory.create(agreement=other),
        "metric": MetricFactory.create(agreement=other),
    }
    for name, subject in foreign.items():
        with refused(InvalidValueError, launch) as error:
            raise_concern(actor=maya, at=at, agreement=launch, draft=said(**{name: subject}))
        assert list(error.value.fields) == [name]


def test_it_has_one_subject(launch: Agreement, feature: Commitment, maya: Person, at: datetime) -> None:
    metric = MetricFactory.create(agreement=launch)
    with refused(InvalidValueError, launch) as error:
        raise_concern(actor=maya, at=at, agreement=launch, draft=said(commitment=feature, metric=metric))
    assert list(error.value.fields) == ["metric"]


def test_a_number_that_is_read_differently(launch: Agreement, maya: Person, at: datetime) -> None:
    metric = MetricFactory.create(agreement=launch)
    reading = ReadingFactory.create(metric=metric)
    found = raise_concern(actor=maya, at=at, agreement=launch, draft=said(metric=metric, reading_on=reading.on))
    assert (found.metric, found.reading_on) == (metric, reading.on)


@pytest.mark.parametrize("names_metric", [True, False])
def test_that_number_was_read(launch: Agreement, maya: Person, at: datetime, names_metric: bool) -> None:
    metric = MetricFactory.create(agreement=launch) if names_metric else None
    with refused(InvalidValueError, launch) as error:
        raise_concern(actor=maya, at=at, agreement=launch, draft=said(metric=metric, reading_on=date(2027, 2, 8)))
    assert list(error.value.fields) == ["reading_on"]


def test_it_is_answered_once(launch: Agreement, concern: Concern, dana: Person, maya: Person, at: datetime) -> None:
    found = resolve_concern(actor=dana, at=at, concern=concern, answer=f" {ANSWER} ")
    assert (found.answer, found.answered_by, found.resolved_at) == (ANSWER, dana, at)
    assert entry(launch, "concern_resolved").data["said"] == ANSWER
    with refused(AlreadyAnsweredError, found):
        resolve_concern(actor=maya, at=at, concern=concern, answer="Anything else.")


def test_who_raised_it_may_say_it_is_settled(concern: Concern, lena: Person, at: datetime) -> None:
    assert resolve_concern(actor=lena, at=at, concern=concern, answer="It is settled.").answered_by == lena


@pytest.mark.parametrize("answer", [" ", "x" * 4_001])
def test_an_answer_says_something(concern: Concern, dana: Person, at: datetime, answer: str) -> None:
    with refused(InvalidValueError, concern) as error:
        resolve_concern(actor=dana, at=at, concern=concern, answer=answer)
    assert list(error.value.fields) == ["answer"]


def test_only_the_parties_answer(
    concern: Concern, outsider: Person, admin: Person, executive: Person, at: datetime
) -> None:
    for person in (outsider, admin, executive):
        with refused(ForbiddenError, concern):
            resolve_concern(actor=person, at=at, concern=concern, answer=ANSWER)
