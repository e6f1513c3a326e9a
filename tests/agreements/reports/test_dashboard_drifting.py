from datetime import date, datetime, timedelta

import pytest

from agreements.reports.dashboard.drifting import drifting_rows
from teams.models import Person, Team
from tests.factories import AgreementFactory, CommitmentFactory, DriftFlagFactory, MetricFactory

pytestmark = pytest.mark.django_db


def test_one_row_a_subject_with_its_strongest_reason(
    executive: Person, at: datetime, product: Team, sales: Team, dana: Person
) -> None:
    agreement = AgreementFactory.create(is_active=True, title="Launch")
    commitment = CommitmentFactory.create(
        is_open=True, agreement=agreement, team=product, for_team=sales, owner=dana, shown_health="drifting"
    )
    DriftFlagFactory.create(agreement=agreement, commitment=commitment, rule="silent", strength="weak")
    DriftFlagFactory.create(agreement=agreement, commitment=commitment)
    [row] = drifting_rows(viewer=executive, at=at)
    assert (row.title, row.sentence, row.parties, row.owner) == (
        commitment.deliverable,
        "Its date, 26 Feb, passed 3 days ago with no outcome recorded.",
        ("Product", "Sales"),
        "Dana",
    )
    assert row.address == f"/agreements/{agreement.slug}/commitments/{commitment.number}/"


def test_metrics_and_agreements_drift_by_strong_flags_alone(executive: Person, at: datetime) -> None:
    agreement = AgreementFactory.create(is_active=True)
    metric = MetricFactory.create(agreement=agreement, target_on=date(2027, 4, 30))
    DriftFlagFactory.create(agreement=agreement, metric=metric, rule="metric_bound")
    DriftFlagFactory.create(agreement=agreement, rule="sync_not_held", strength="weak")
    [row] = drifting_rows(viewer=executive, at=at)
    assert (row.kind, row.due_on, row.address) == (
        "metric",
        date(2027, 4, 30),
        f"/agreements/{agreement.slug}/metrics/{metric.pk}/",
    )


def test_a_flag_its_owner_alone_was_told_of_is_not_listed(executive: Person, at: datetime) -> None:
    agreement = AgreementFactory.create(is_active=True)
    DriftFlagFactory.create(agreement=agreement, shown_at=at + timedelta(days=1))
    assert drifting_rows(viewer=executive, at=at) == ()


def test_the_list_ends_and_begins_with_the_soonest(executive: Person, at: datetime) -> None:
    agreement = AgreementFactory.create(is_active=True)
    for day in range(25, 0, -1):
        commitment = CommitmentFactory.create(
            is_open=True, agreement=agreement, shown_health="drifting", due_on=date(2027, 3, day)
        )
        DriftFlagFactory.create(agreement=agreement, commitment=commitment)
    days = [row.due_on for row in drifting_rows(viewer=executive, at=at)]
    assert days == [date(2027, 3, day) for day in range(1, 9)]
