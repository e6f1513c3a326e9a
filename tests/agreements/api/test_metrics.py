from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from pytest_django.asserts import assertNumQueries
from rest_framework.test import APIClient

from agreements.models import Agreement, Metric
from agreements.operations.drafts import ReadingDraft
from agreements.operations.metrics import record_readings
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import MetricFactory

OF_DRAFT = "/api/v1/agreements/31/metrics/"
BODY = {
    "name": "Trials",
    "unit": "trials",
    "direction": "up",
    "baseline": "150",
    "target": "500.50",
    "starts_on": "2027-03-01",
    "target_on": "2027-04-30",
    "reporter": "tomas.lindqvist@acme.example",
    "every_days": 14,
}


@pytest.fixture
def as_maya(api: ApiFactory, maya: Person) -> APIClient:
    return api(maya)


def one(metric: Metric) -> str:
    return f"/api/v1/metrics/{metric.pk}/"


def test_adding_a_metric(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.post(OF_DRAFT, BODY)
    said = response.json()
    metric = Metric.objects.get()

    assert response.status_code == 201
    assert said == BODY | {
        "id": metric.pk,
        "agreement": 31,
        "target": "500.5",
        "bound": None,
        "bound_kind": None,
        "bound_on": None,
        "joint_at": None,
        "assents": [],
    }
    assert as_maya.get(OF_DRAFT).json() == {"results": [said], "next": None}
    assert as_maya.get(one(metric))["ETag"] == response["ETag"]


def test_a_bound_stands_on_the_metric_itself_unless_it_says(as_maya: APIClient, draft: Agreement) -> None:
    said = as_maya.post(OF_DRAFT, BODY | {"bound": 97, "bound_kind": "at_least"}).json()

    assert (said["bound"], said["bound_kind"], said["bound_on"]) == ("97", "at_least", said["id"])


def test_a_bound_stands_on_another_metric(as_maya: APIClient, draft: Agreement) -> None:
    stock = MetricFactory.create(agreement=draft)
    said = as_maya.post(OF_DRAFT, BODY | {"bound": "97", "bound_kind": "at_least", "bound_on": stock.pk}).json()

    assert said["bound_on"] == stock.pk


@pytest.mark.parametrize(
    ("change", "status", "fields"),
    [
        ({"direction": "sideways"}, 400, {"direction": ['"sideways" is not a valid choice.']}),
        ({"target": "many"}, 400, {"target": ["A valid number is required."]}),
        ({"target": "NaN"}, 400, {"target": ["A valid number is required."]}),
        ({"forecast": "1"}, 400, {"forecast": ["There is no field of this name to set."]}),
        ({"target": "100"}, 422, {"target": ["This target does not lead up from the baseline."]}),
        ({"target_on": "2200-01-01"}, 422, {"target_on": ["Choose a date from 2000 to 2199."]}),
        ({"bound": "1"}, 422, {"bound_kind": ["Say at least or at most."]}),
        (
            {"bound": "1", "bound_kind": "at_most", "bound_on": 10**20},
            422,
            {"bound_on": ["The agreement has no metric of this id."]},
        ),
        ({"every_days": 0}, 422, {"every_days": ["Read it every 1 to 366 days."]}),
    ],
)
def test_what_cannot_be_measured_is_named(
    as_maya: APIClient, draft: Agreement, change: dict[str, object], status: int, fields: dict[str, list[str]]
) -> None:
    response = as_maya.post(OF_DRAFT, BODY | change)

    assert (response.status_code, response.json()["error"]["fields"]) == (status, fields)
    assert not Metric.objects.exists()


def test_a_metric_of_another_agreement_is_no_bound(as_maya: APIClient, draft: Agreement, trials: Metric) -> None:
    body = BODY | {"bound": "1", "bound_kind": "at_most", "bound_on": trials.pk}

    assert as_maya.post(OF_DRAFT, body).status_code == 422


def test_changing_a_metric_of_a_draft(as_maya: APIClient, draft: Agreement) -> None:
    metric = MetricFactory.create(agreement=draft, bound=Decimal(97), bound_kind="at_least")
    before = as_maya.get(one(metric)).json()
    response = as_maya.patch(one(metric), {"target": "600"})

    assert (response.status_code, response.json()) == (200, before | {"target": "600"})


def test_a_metric_leaves_a_draft(as_maya: APIClient, draft: Agreement) -> None:
    metric = MetricFactory.create(agreement=draft)

    assert as_maya.delete(one(metric)).status_code == 204
    assert as_maya.get(one(metric)).status_code == 404


def test_what_a_bound_stands_on_stays(as_maya: APIClient, draft: Agreement) -> None:
    stock = MetricFactory.create(agreement=draft)
    MetricFactory.create(agreement=draft, bound=Decimal(97), bound_kind="at_least", bound_on=stock)
    response = as_maya.delete(one(stock))

    assert (response.status_code, response.json()["error"]["code"]) == (409, "metric_in_use")


@pytest.mark.parametrize(("if_match", "status"), [('"1"', 200), ('"7"', 412)])
def test_a_change_of_what_was_seen(as_maya: APIClient, draft: Agreement, if_match: str, status: int) -> None:
    url = one(MetricFactory.create(agreement=draft))

    assert as_maya.patch(url, {"name": "Other"}, headers={"If-Match": if_match}).status_code == status


def test_there_is_no_forecast_before_four_readings(as_maya: APIClient, trials: Metric) -> None:
    said = as_maya.get(one(trials)).json()

    assert (said["forecast"], said["readings_off"], said["flags"]) == (None, 0, [])


def test_where_it_is_heading_and_the_flag_that_says_so(
    as_maya: APIClient, trials: Metric, tomas: Person, at: datetime
) -> None:
    rows = [
        ReadingDraft(on=date(2027, 2, 1) + timedelta(weeks=week), value=Decimal(value))
        for week, value in enumerate((100, 107, 114, 121, 123))
    ]
    record_readings(actor=tomas, at=at, metric=trials, rows=rows)
    said = as_maya.get(one(trials)).json()
    (flag,) = said["flags"]

    assert said["forecast"] == {"value": "281", "low": "216.357142", "high": "281"}
    assert said["readings_off"] == 4
    assert (flag["rule"], flag["strength"], flag["subject"]) == (
        "metric_off_course",
        "strong",
        f"metric/{trials.pk}",
    )


def test_what_one_may_not_see_is_absent(api: ApiFactory, outsider: Person, private: Agreement, trials: Metric) -> None:
    client = api(outsider)
    unseen, absent = client.get(one(trials)), client.get("/api/v1/metrics/999999/")

    assert (unseen.status_code, unseen.content) == (404, absent.content)


def test_who_is_no_party_adds_nothing(api: ApiFactory, outsider: Person, draft: Agreement) -> None:
    assert api(outsider).post(OF_DRAFT, BODY).status_code == 403


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(as_maya: APIClient, trials: Metric, more: int) -> None:
    MetricFactory.create_batch(more, agreement=trials.agreement)
    with assertNumQueries(6):
        as_maya.get("/api/v1/agreements/32/metrics/")


def test_a_broken_limit_on_another_metric_flags_the_one_that_goes_up(
    as_maya: APIClient, trials: Metric, tomas: Person, at: datetime
) -> None:
    stock = MetricFactory.create(
        agreement=trials.agreement, name="In-stock rate", unit="%", direction="hold", target=98, reporter=tomas
    )
    margin = MetricFactory.create(
        agreement=trials.agreement, name="Margin", bound=97, bound_kind="at_least", bound_on=stock, reporter=tomas
    )
    rising = [
        ReadingDraft(on=date(2027, 2, 1) + timedelta(weeks=week), value=Decimal(100 + 99 * week)) for week in range(5)
    ]
    record_readings(actor=tomas, at=at, metric=margin, rows=rising)
    record_readings(actor=tomas, at=at, metric=stock, rows=[ReadingDraft(on=date(2027, 3, 1), value=Decimal("96.9"))])
    (flag,) = as_maya.get(one(margin)).json()["flags"]

    assert (flag["rule"], flag["strength"], flag["sentence"]) == (
        "metric_bound",
        "strong",
        "In-stock rate was 96.9 % on 1 Mar, under the bound of 97 %.",
    )
