from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Commitment
from agreements.reports.flags import FlagFilter, flag_rows, one_flag, open_by_rule, sentence_of
from teams.models import Person
from tests.factories import AT, AgreementFactory, CommitmentFactory, DriftFlagFactory, MetricFactory

LATER = AT + timedelta(days=1)


@pytest.fixture
def agreement(organisation: object) -> Agreement:
    return AgreementFactory.create(is_active=True, number=31, title="Feature launch")


@pytest.fixture
def commitment(agreement: Agreement, lena: Person) -> Commitment:
    return CommitmentFactory.create(agreement=agreement, is_open=True, number=2, deliverable="Metering API", owner=lena)


def test_a_row_says_what_where_and_why(agreement: Agreement, commitment: Commitment, outsider: Person) -> None:
    flag = DriftFlagFactory.create(agreement=agreement, commitment=commitment, evidence={"due_on": "2027-02-24"})
    (row,) = flag_rows(viewer=outsider, at=AT, wanted=FlagFilter())
    assert (row.pk, row.rule, row.title, row.strength) == (flag.pk, "past_due", "Past its date", "strong")
    assert (row.subject, row.subject_name) == (f"commitment/{commitment.pk}", "Metering API")
    assert (row.agreement_number, row.agreement_slug, row.commitment_number) == (31, "31-feature-launch", 2)
    assert row.sentence == "Its date, 24 Feb, passed 5 days ago with no outcome recorded."


def test_days_are_counted_to_the_moment_of_reading(agreement: Agreement) -> None:
    commitment = CommitmentFactory.create(agreement=agreement, is_open=True)
    flag = DriftFlagFactory.create(agreement=agreement, commitment=commitment)
    assert sentence_of(flag, at=LATER) == "Its date, 26 Feb, passed 4 days ago with no outcome recorded."


def test_a_closed_flag_speaks_as_of_its_end(agreement: Agreement) -> None:
    commitment = CommitmentFactory.create(agreement=agreement, is_open=True)
    flag = DriftFlagFactory.create(agreement=agreement, commitment=commitment, closed_at=AT)
    assert sentence_of(flag, at=AT + timedelta(days=90)) == (
        "Its date, 26 Feb, passed 3 days ago with no outcome recorded."
    )


@pytest.mark.parametrize("changes", [{"rule": "moonshine"}, {"rule": "sync_not_held", "evidence": {"moons": 3}}])
def test_a_flag_of_a_former_release_keeps_its_words(agreement: Agreement, changes: dict[str, Any]) -> None:
    flag = DriftFlagFactory.create(agreement=agreement, sentence="The moon was full.", **changes)
    assert sentence_of(flag, at=AT) == "The moon was full."


def test_a_former_rule_is_called_by_its_code(agreement: Agreement, outsider: Person) -> None:
    DriftFlagFactory.create(agreement=agreement, rule="moon_shine")
    assert [row.title for row in flag_rows(viewer=outsider, at=AT, wanted=FlagFilter())] == ["Moon shine"]


def test_the_owner_sees_it_first(agreement: Agreement, commitment: Commitment, lena: Person, outsider: Person) -> None:
    early = {"agreement": agreement, "commitment": commitment, "first_told": lena, "shown_at": LATER}
    flag = DriftFlagFactory.create(**early)
    (row,) = flag_rows(viewer=lena, at=AT, wanted=FlagFilter())
    assert not row.is_shown_to_all
    assert one_flag(viewer=outsider, at=AT, pk=flag.pk) is None
    assert one_flag(viewer=outsider, at=LATER, pk=flag.pk) is not None


def test_an_administrator_sees_it_at_once(agreement: Agreement, admin: Person) -> None:
    flag = DriftFlagFactory.create(agreement=agreement, shown_at=LATER)
    assert one_flag(viewer=admin, at=AT, pk=flag.pk) is not None


def test_what_may_not_be_read_has_no_flags(agreement: Agreement, outsider: Person) -> None:
    Agreement.objects.update(visibility="parties")
    DriftFlagFactory.create(agreement=agreement)
    assert flag_rows(viewer=outsider, at=AT, wanted=FlagFilter()) == ()


@pytest.fixture
def register(agreement: Agreement, commitment: Commitment, lena: Person) -> None:
    """past_due on Lena's commitment, metric_stale (weak) on her metric, a closed sync_not_held elsewhere."""
    DriftFlagFactory.create(agreement=agreement, commitment=commitment)
    metric = MetricFactory.create(agreement=agreement, reporter=lena)
    DriftFlagFactory.create(agreement=agreement, metric=metric, rule="metric_stale", strength="weak")
    DriftFlagFactory.create(rule="sync_not_held", closed_at=AT)


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("wanted", "rules"),
    [
        ({}, ["metric_stale", "past_due"]),
        ({"is_open": False}, ["sync_not_held"]),
        ({"is_open": None}, ["sync_not_held", "metric_stale", "past_due"]),
        ({"rule": "past_due"}, ["past_due"]),
        ({"strength": "weak"}, ["metric_stale"]),
        ({"agreement": 31, "is_open": None}, ["metric_stale", "past_due"]),
    ],
)
def test_the_register_is_filtered(wanted: dict[str, Any], rules: list[str], outsider: Person) -> None:
    rows = flag_rows(viewer=outsider, at=AT, wanted=FlagFilter(**wanted))
    assert [row.rule for row in rows] == rules


@pytest.mark.usefixtures("register")
def test_flags_of_a_person(outsider: Person, lena: Person) -> None:
    rows = flag_rows(viewer=outsider, at=AT, wanted=FlagFilter(person=lena.pk))
    assert [row.rule for row in rows] == ["metric_stale", "past_due"]


@pytest.mark.usefixtures("register")
def test_flags_of_a_team(outsider: Person, commitment: Commitment) -> None:
    for team in (commitment.team, commitment.for_team):
        rows = flag_rows(viewer=outsider, at=AT, wanted=FlagFilter(team=team.slug))
        assert [row.rule for row in rows] == ["past_due"]


@pytest.mark.usefixtures("register")
def test_open_flags_are_counted_by_rule(outsider: Person) -> None:
    assert open_by_rule(viewer=outsider, at=AT) == {"metric_stale": 1, "past_due": 1}


@pytest.mark.parametrize("flags", [1, 3])
def test_the_register_is_one_query(flags: int, outsider: Person) -> None:
    for _ in range(flags):
        commitment = CommitmentFactory.create(is_open=True, due_on=date(2027, 2, 24))
        DriftFlagFactory.create(agreement=commitment.agreement, commitment=commitment)
    with CaptureQueriesContext(connection) as queries:
        flag_rows(viewer=outsider, at=AT, wanted=FlagFilter())
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("rule", "words", "address"),
    [
        ("amendment_unanswered", "Open the change", "/agreements/31-feature-launch/amendments/2/"),
        ("readback_stalled", "Open the readback", "/agreements/31-feature-launch/readback/"),
        ("review_due", "Say that you looked at it", "/agreements/31-feature-launch/review/"),
    ],
)
def test_a_flag_on_an_agreement_leads_to_what_it_is_about(
    agreement: Agreement, outsider: Person, rule: str, words: str, address: str
) -> None:
    DriftFlagFactory.create(agreement=agreement, rule=rule, evidence={"change": 2})
    (row,) = flag_rows(viewer=outsider, at=AT, wanted=FlagFilter())
    assert (row.page_words, row.page_address) == (words, address)
