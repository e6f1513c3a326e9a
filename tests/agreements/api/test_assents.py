from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from agreements.models import Agreement, Event, Metric
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import MetricFactory

IN_FORCE = "/api/v1/agreements/32/metrics/"
BODY = {
    "name": "Beta users",
    "direction": "up",
    "baseline": "150",
    "target": "500",
    "target_on": "2027-04-30",
    "reporter": "tomas.lindqvist@acme.example",
}


@pytest.fixture
def as_maya(api: ApiFactory, maya: Person) -> APIClient:
    return api(maya)


@pytest.fixture
def as_tomas(api: ApiFactory, tomas: Person) -> APIClient:
    return api(tomas)


@pytest.fixture
def proposed(as_maya: APIClient, launch: Agreement) -> Metric:
    return Metric.objects.get(pk=as_maya.post(IN_FORCE, BODY).json()["id"])


def assents(metric: Metric) -> str:
    return f"/api/v1/metrics/{metric.pk}/assents/"


def decline(metric: Metric) -> str:
    return f"/api/v1/metrics/{metric.pk}/decline/"


def test_a_metric_added_to_terms_in_force_is_proposed(as_maya: APIClient, launch: Agreement) -> None:
    response = as_maya.post(IN_FORCE, BODY)
    said = response.json()

    assert (response.status_code, said["joint_at"], said["starts_on"]) == (201, None, "2027-03-01")
    assert said["assents"] == [
        {"team": "product", "person": "maya.okafor@acme.example", "at": "2027-03-01T09:00:00Z"},
    ]


def test_a_proposal_says_who_brings_the_number(as_maya: APIClient, launch: Agreement) -> None:
    response = as_maya.post(IN_FORCE, BODY | {"reporter": None})

    assert (response.status_code, response.json()["error"]["fields"]) == (
        422,
        {"reporter": ["Say who brings the number."]},
    )


def test_the_last_assent_makes_it_joint(as_tomas: APIClient, proposed: Metric) -> None:
    response = as_tomas.post(assents(proposed))
    said = response.json()

    assert (response.status_code, said["joint_at"], [one["team"] for one in said["assents"]]) == (
        201,
        "2027-03-01T09:00:00Z",
        ["product", "sales"],
    )
    assert as_tomas.get(f"/api/v1/metrics/{proposed.pk}/")["ETag"] == response["ETag"]


def test_a_second_press_is_refused(as_maya: APIClient, proposed: Metric) -> None:
    response = as_maya.post(assents(proposed))

    assert (response.status_code, response.json()["error"]["code"]) == (409, "already_assented")


def test_what_is_joint_is_refused(as_tomas: APIClient, trials: Metric) -> None:
    response = as_tomas.post(assents(trials))

    assert (response.status_code, response.json()["error"]["code"]) == (409, "already_joint")


def test_who_speaks_for_no_party_is_refused(api: ApiFactory, proposed: Metric, lena: Person) -> None:
    assert api(lena).post(assents(proposed)).status_code == 403


def test_nothing_is_read_before_it_is_joint(as_tomas: APIClient, proposed: Metric) -> None:
    response = as_tomas.post(f"/api/v1/metrics/{proposed.pk}/readings/", {"on": "2027-03-01", "value": "160"})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_joint")


def test_a_declined_metric_is_gone(as_tomas: APIClient, proposed: Metric) -> None:
    response = as_tomas.post(decline(proposed), {"reason": "We count leads already."})

    assert response.status_code == 204
    assert not Metric.objects.filter(pk=proposed.pk).exists()
    assert Event.objects.get(kind="metric_declined").data["reason"] == "We count leads already."


@pytest.mark.parametrize("body", [{}, {"reason": ""}])
def test_declining_takes_a_reason(as_tomas: APIClient, proposed: Metric, body: dict[str, str]) -> None:
    response = as_tomas.post(decline(proposed), body)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["reason"])


def test_what_one_may_not_see_is_absent(api: ApiFactory, outsider: Person, private: Agreement) -> None:
    metric = MetricFactory.create(agreement=private, is_proposed=True)

    assert api(outsider).post(assents(metric)).status_code == 404


def test_proposed_ones_stand_in_the_list(as_maya: APIClient, proposed: Metric, trials: Metric) -> None:
    found = as_maya.get(IN_FORCE).json()["results"]

    assert [(metric["name"], metric["joint_at"] is None) for metric in found] == [
        ("Beta users", True),
        ("Trials", False),
    ]


def test_the_line_starts_where_it_says(as_maya: APIClient, launch: Agreement) -> None:
    said = as_maya.post(IN_FORCE, BODY | {"starts_on": "2027-02-01"}).json()

    assert said["starts_on"] == "2027-02-01"
    assert Metric.objects.get().starts_on == date(2027, 2, 1)
    assert Metric.objects.get().baseline == Decimal(150)
