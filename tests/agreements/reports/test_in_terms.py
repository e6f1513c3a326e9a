"""A metric that not every party has assented to counts nowhere: neither in the terms nor in what follows from them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from agreements.domain.amendments import ChangeKind
from agreements.forms.desks import desk_for
from agreements.forms.metrics import MetricForm
from agreements.models import Agreement, Commitment, DriftFlag, Metric
from agreements.operations.agreements import complete_agreement
from agreements.operations.amendments.drafts import AlternativeDraft, ChangeDraft
from agreements.operations.drift import refresh, sweep
from agreements.reports.agreement import agreement_page
from agreements.reports.dashboard.drifting import drifting_rows
from agreements.reports.ripple import graph_of
from agreements.reports.terms import problems_of, terms_of
from teams.domain.errors import InvalidValueError
from teams.models import Person
from tests.agreements.changing import asked
from tests.conftest import ApiFactory
from tests.factories import MetricFactory, ReadingFactory

TODAY = date(2027, 3, 1)


@pytest.fixture
def adoption(launch: Agreement, dana: Person) -> Metric:
    """Joint: the parties answer for it."""
    return MetricFactory.create(agreement=launch, name="Adoption", reporter=dana)


@pytest.fixture
def trials(launch: Agreement, outsider: Person) -> Metric:
    """Only proposed, with a bound of its own that nothing on earth could keep, and long without a reading."""
    return MetricFactory.create(
        agreement=launch, name="Trials", is_proposed=True, reporter=outsider, bound=10**6, bound_kind="at_least"
    )


def test_the_terms_hold_what_is_joint(launch: Agreement, adoption: Metric, trials: Metric) -> None:
    assert [metric.name for metric in terms_of(launch).metrics] == ["Adoption"]


def test_the_linter_still_misses_a_joint_metric(launch: Agreement, trials: Metric) -> None:
    assert "no_joint_metric" in {problem.code for problem in problems_of(launch, as_of=TODAY)}


def test_a_draft_holds_all_its_metrics(db: None) -> None:
    metric = MetricFactory.create()

    assert [one.name for one in terms_of(metric.agreement).metrics] == [metric.name]


def test_the_page_shows_it_apart(
    launch: Agreement, adoption: Metric, trials: Metric, maya: Person, at: datetime
) -> None:
    page = agreement_page(agreement=launch, viewer=maya, at=at, today=TODAY)

    assert ([cell.name for cell in page.metrics], page.proposed_metrics) == (["Adoption"], (trials,))


def test_a_ripple_reaches_no_target_of_it(
    launch: Agreement, feature: Commitment, adoption: Metric, trials: Metric
) -> None:
    assert [target.metric for target in graph_of([feature.pk]).targets] == [adoption.pk]


def test_no_change_of_it_is_offered(launch: Agreement, adoption: Metric, trials: Metric, maya: Person) -> None:
    keys = desk_for(launch, viewer=maya).subjects.keys()

    assert {f"m{adoption.pk}"} == {key for key in keys if key.startswith("m")}


def test_no_change_of_it_is_taken(launched: Agreement, maya: Person, at: datetime) -> None:
    proposed = MetricFactory.create(agreement=launched, is_proposed=True)
    change = ChangeDraft(kind=ChangeKind.METRIC, metric=proposed, now={"target": Decimal(600)})

    with pytest.raises(InvalidValueError, match="There is no such metric here"):
        asked(AlternativeDraft(label="More", changes=(change,)), by=maya, at=at, within=launched)


def test_no_change_of_it_is_taken_by_the_api(launched: Agreement, api: ApiFactory, maya: Person) -> None:
    proposed = MetricFactory.create(agreement=launched, is_proposed=True)
    body = {"reason": "More.", "alternatives": [{"label": "A", "changes": [{"metric": proposed.pk, "target": "600"}]}]}

    assert api(maya).post(f"/api/v1/agreements/{launched.number}/amendments/", body).status_code == 422


def test_no_bound_is_offered_on_it(launch: Agreement, adoption: Metric, trials: Metric) -> None:
    form = MetricForm(agreement=launch)

    assert list(form.fields["bound_on"].queryset) == [adoption]  # type: ignore[attr-defined]  # a choice of models


def test_nothing_waits_for_its_last_reading(launch: Agreement, trials: Metric, maya: Person, at: datetime) -> None:
    assert complete_agreement(actor=maya, at=at, agreement=launch).state == "completed"


def test_no_sweep_looks_at_it(trials: Metric, at: datetime) -> None:
    ReadingFactory.create(metric=trials, on=date(2027, 2, 1))
    sweep(at=at)
    trials.refresh_from_db()

    assert (DriftFlag.objects.count(), trials.looked_at) == (0, None)


def test_nothing_looks_at_it_between_sweeps(launch: Agreement, trials: Metric, at: datetime) -> None:
    ReadingFactory.create(metric=trials, on=date(2027, 2, 1))
    refresh(agreement=launch, at=at)
    trials.refresh_from_db()

    assert (DriftFlag.objects.count(), trials.looked_at) == (0, None)


def test_the_same_one_is_flagged_once_it_is_joint(launch: Agreement, trials: Metric, at: datetime) -> None:
    ReadingFactory.create(metric=trials, on=date(2027, 2, 1))
    Metric.objects.filter(pk=trials.pk).update(joint_at=at)
    sweep(at=at)

    assert set(DriftFlag.objects.filter(metric=trials).values_list("rule", flat=True)) == {
        "metric_bound",
        "metric_stale",
    }


def test_the_dashboard_has_nothing_of_it(launch: Agreement, trials: Metric, admin: Person, at: datetime) -> None:
    ReadingFactory.create(metric=trials, on=date(2027, 2, 1))
    sweep(at=at)

    assert drifting_rows(viewer=admin, at=at) == ()


def test_the_calendar_has_no_day_of_it(launched: Agreement, maya: Person) -> None:
    MetricFactory.create(agreement=launched, name="Trials of ours", is_proposed=True)
    browser = Client()
    browser.force_login(maya)

    assert b"Trials of ours" not in browser.get(f"/agreements/{launched.number}/calendar.ics").content


def test_the_one_page_sheet_does_not_hold_it(launched: Agreement, maya: Person) -> None:
    MetricFactory.create(agreement=launched, name="Trials of ours", is_proposed=True)
    browser = Client()
    browser.force_login(maya)

    assert b"Trials of ours" not in browser.get(f"/agreements/{launched.number}/print/").content
