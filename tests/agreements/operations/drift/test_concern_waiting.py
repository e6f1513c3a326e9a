"""Concerns that wait, in an agreement between Product and Sales in force since Monday 1 February 2027."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.domain.concerns import About
from agreements.models import Agreement, Commitment, Concern, DriftFlag
from agreements.operations.concerns import resolve_concern
from agreements.operations.drift import sweep
from teams.models import Person
from tests.agreements.operations.drift.scenes import in_force
from tests.factories import AT, ConcernFactory

# Raised on Monday 22 February, 10:00 in Berlin: its fifth working day is Monday 1 March.
RAISED = AT - timedelta(days=7)
TUESDAY = datetime(2027, 3, 1, 23, 0, tzinfo=UTC)  # its first instant in Berlin
MOMENT = timedelta(microseconds=1)


def flags() -> list[tuple[str, str, str, int | None]]:
    found = DriftFlag.objects.open().filter(rule="concern_waiting").order_by("pk")
    return list(found.values_list("rule", "strength", "sentence", "commitment"))


def said(days: int, who: str = "Sales") -> str:
    return f"A concern from {who} has waited {days} days for an answer."


@pytest.mark.parametrize(
    ("at", "expected"),
    [(TUESDAY - MOMENT, []), (TUESDAY, [("concern_waiting", "weak", said(8), None)])],
)
def test_it_waits_from_its_sixth_working_day(
    launch: Agreement, lena: Person, at: datetime, expected: list[tuple[str, str, str, int | None]]
) -> None:
    ConcernFactory.create(agreement=launch, raised_by=lena, raised_at=RAISED)
    sweep(at=at)
    assert flags() == expected


def test_it_stands_on_the_commitment_it_is_about(feature: Commitment, lena: Person) -> None:
    ConcernFactory.create(agreement=feature.agreement, commitment=feature, raised_by=lena, raised_at=RAISED)
    sweep(at=TUESDAY)
    assert flags() == [("concern_waiting", "weak", said(8), feature.pk)]


def test_what_is_done_is_watched_no_more_but_its_concern_is(feature: Commitment, lena: Person) -> None:
    ConcernFactory.create(agreement=feature.agreement, commitment=feature, raised_by=lena, raised_at=RAISED)
    Commitment.objects.filter(pk=feature.pk).update(state="delivered", delivered_at=AT)
    sweep(at=TUESDAY)
    assert flags() == [("concern_waiting", "weak", said(8), None)]


def test_the_oldest_of_several_speaks(launch: Agreement, lena: Person, dana: Person) -> None:
    ConcernFactory.create(agreement=launch, raised_by=lena, raised_at=RAISED)
    ConcernFactory.create(agreement=launch, raised_by=dana, raised_at=RAISED - timedelta(days=1))
    sweep(at=TUESDAY)
    assert flags() == [("concern_waiting", "weak", said(9, "Product"), None)]


def test_somebody_of_no_party_is_named(launch: Agreement, outsider: Person) -> None:
    ConcernFactory.create(agreement=launch, raised_by=outsider, raised_at=RAISED)
    sweep(at=TUESDAY)
    assert flags() == [("concern_waiting", "weak", said(8, "Otto Outsider"), None)]


def test_how_we_work_is_for_the_parties_alone(launch: Agreement, lena: Person) -> None:
    ConcernFactory.create(agreement=launch, about=About.WAY_OF_WORKING, raised_by=lena, raised_at=RAISED)
    sweep(at=TUESDAY)
    assert flags() == []


def test_an_answer_closes_it_at_once(launch: Agreement, lena: Person, dana: Person) -> None:
    older, newer = (
        ConcernFactory.create(agreement=launch, raised_by=lena, raised_at=RAISED - timedelta(days=days))
        for days in (2, 1)
    )
    sweep(at=TUESDAY)
    resolve_concern(actor=dana, at=TUESDAY, concern=older, answer="Two are ours.")
    one_left = flags()
    resolve_concern(actor=dana, at=TUESDAY, concern=newer, answer="Two are ours.")
    assert (one_left, flags()) == ([("concern_waiting", "weak", said(9), None)], [])


def test_what_was_said_while_the_terms_were_read_waits_from_the_signature_on(organisation: None) -> None:
    agreement = in_force(activated_at=AT)
    ConcernFactory.create(agreement=agreement, raised_at=AT - timedelta(days=20))
    sweep(at=datetime(2027, 3, 8, 22, 59, tzinfo=UTC))
    before = flags()
    sweep(at=datetime(2027, 3, 8, 23, 0, tzinfo=UTC))
    assert (before, len(flags())) == ([], 1)


def test_it_does_not_age_while_the_agreement_rests(launch: Agreement) -> None:
    ConcernFactory.create(agreement=launch, raised_at=RAISED)
    Agreement.objects.filter(pk=launch.pk).update(paused_until=date(2027, 3, 1), pause_reason="Moving.")
    sweep(at=TUESDAY)
    assert flags() == []


def test_a_second_sweep_writes_nothing(launch: Agreement, lena: Person) -> None:
    ConcernFactory.create(agreement=launch, raised_by=lena, raised_at=RAISED)
    sweep(at=TUESDAY)
    assert sweep(at=TUESDAY) == type(sweep(at=TUESDAY))()
    assert Concern.objects.open().count() == 1
