from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django.asserts import assertNumQueries
from rest_framework.test import APIClient

from agreements.models import Agreement, Metric, Reading
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import MetricFactory, ReadingFactory


@pytest.fixture
def as_tomas(api: ApiFactory, tomas: Person) -> APIClient:
    return api(tomas)


def readings(metric: Metric) -> str:
    return f"/api/v1/metrics/{metric.pk}/readings/"


def send_csv(client: APIClient, metric: Metric, table: str | bytes) -> Any:
    return client.post(readings(metric), table, content_type="text/csv; charset=utf-8")


def test_recording_a_reading(as_tomas: APIClient, trials: Metric) -> None:
    response = as_tomas.post(readings(trials), {"on": "2027-02-22", "value": "118.50", "note": "Pilots left out."})
    said = {
        "on": "2027-02-22",
        "value": "118.5",
        "note": "Pilots left out.",
        "recorded_by": "tomas.lindqvist@acme.example",
        "recorded_at": "2027-03-01T09:00:00Z",
    }

    assert (response.status_code, response.json()) == (201, said)
    assert as_tomas.get(readings(trials)).json() == {"results": [said], "next": None}


def test_a_second_reading_of_a_day_replaces_the_first(as_tomas: APIClient, trials: Metric) -> None:
    for value in ("118", "120"):
        as_tomas.post(readings(trials), {"on": "2027-02-22", "value": value})

    assert list(trials.readings.values_list("on", "value")) == [(date(2027, 2, 22), Decimal(120))]


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({"on": "2027-02-22"}, 400, {"value": ["This field is required."]}),
        (
            {"on": "2027-02-22", "value": "1", "by": "me"},
            400,
            {"by": ["There is no field of this name to set."]},
        ),
        ({"on": "2027-03-02", "value": "1"}, 422, {"on": ["A reading cannot be of a day to come."]}),
        ({"on": "0001-01-01", "value": "1"}, 422, {"on": ["Choose a date from 2000 to 2199."]}),
    ],
)
def test_what_is_no_reading_is_named(
    as_tomas: APIClient, trials: Metric, body: dict[str, object], status: int, fields: dict[str, list[str]]
) -> None:
    response = as_tomas.post(readings(trials), body)

    assert (response.status_code, response.json()["error"]["fields"]) == (status, fields)
    assert not Reading.objects.exists()


def test_a_table_of_readings(as_tomas: APIClient, trials: Metric) -> None:
    response = send_csv(
        as_tomas, trials, '\ufeffon,value,note\r\n2027-02-15,110,\r\n2027-02-22,118,"Fair,\r\ncold"\r\n'
    )

    assert response.status_code == 201
    assert [(row["on"], row["value"], row["note"]) for row in response.json()["results"]] == [
        ("2027-02-15", "110", ""),
        ("2027-02-22", "118", "Fair,\r\ncold"),
    ]
    assert trials.readings.count() == 2


@pytest.mark.parametrize(
    ("table", "status", "fields"),
    [
        ("on,value\n2027-02-15,110\n2027-02-22,many", 400, {"value": ["Row 2: A valid number is required."]}),
        ("on,value\n2027-02-15", 400, {"value": ["Row 1: This field is required."]}),
        (
            "on,value\n2027-02-15,1,2",
            400,
            {"(a column without a name)": ["Row 1: There is no field of this name to set."]},
        ),
        ("day,value\n2027-02-15,1", 400, {"day": ["Row 1: There is no field of this name to set."]}),
        (
            "on,value\n2027-02-15,1\n2027-03-02,2",
            422,
            {"on": ["Row 2: A reading cannot be of a day to come."]},
        ),
        ("on,value\n2027-02-15,1\n1900-01-01,2", 422, {"on": ["Row 2: Choose a date from 2000 to 2199."]}),
        ("on,value\n2027-02-15,1\n2027-02-15,2", 422, {"on": ["Row 2: Row 1 is about the same day."]}),
        ("on,value\n", 422, {"rows": ["There is no reading in it."]}),
    ],
)
def test_one_bad_row_keeps_out_the_table(
    as_tomas: APIClient, trials: Metric, table: str, status: int, fields: dict[str, list[str]]
) -> None:
    response = send_csv(as_tomas, trials, table)

    assert (response.status_code, response.json()["error"]["fields"]) == (status, fields)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("table", [b"\xff\xfe\x00", 'on,value\n"2027-02-15,1'])
def test_what_is_no_table(as_tomas: APIClient, trials: Metric, table: str | bytes) -> None:
    response = send_csv(as_tomas, trials, table)

    assert (response.status_code, response.json()["error"]["message"]) == (
        400,
        "The body is not CSV in UTF-8 with a line of names.",
    )


def test_other_media_are_not_read(as_tomas: APIClient, trials: Metric) -> None:
    response = as_tomas.post(readings(trials), "<on/>", content_type="text/xml")

    assert response.status_code == 415


def test_a_draft_is_not_read_yet(as_tomas: APIClient, draft: Agreement) -> None:
    response = as_tomas.post(readings(MetricFactory.create(agreement=draft)), {"on": "2027-02-22", "value": 1})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_active")


def test_who_is_no_party_records_nothing(api: ApiFactory, outsider: Person, trials: Metric) -> None:
    assert api(outsider).post(readings(trials), {"on": "2027-02-22", "value": 1}).status_code == 403


def test_what_one_may_not_see_is_absent(api: ApiFactory, outsider: Person, private: Agreement, trials: Metric) -> None:
    client = api(outsider)
    unseen, absent = client.get(readings(trials)), client.get("/api/v1/metrics/999999/readings/")

    assert (unseen.status_code, unseen.content) == (404, absent.content)


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(as_tomas: APIClient, trials: Metric, more: int) -> None:
    ReadingFactory.create_batch(1 + more, metric=trials)
    with assertNumQueries(5):
        as_tomas.get(readings(trials))
