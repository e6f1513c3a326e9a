from typing import Any

import pytest

from agreements.models import Agreement, Amendment, Event
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import CadenceFactory, PersonFactory, SyncFactory

ADDRESS = "/api/v1/capture/"
LINE = "@lena to share the rounding test by Thursday"


def found(value: str, words: str, *spans: list[int]) -> dict[str, Any]:
    part = {"state": "found", "value": value, "words": words}
    return part | {"choices": [], "notes": [], "spans": [list(span) for span in spans]}


def test_a_dry_run_tells_the_parts_and_keeps_nothing(api: ApiFactory, launched: Agreement, maya: Person) -> None:
    answer = api(maya).post(ADDRESS, {"text": LINE, "dry_run": True})

    assert answer.status_code == 200
    assert answer.json() == {
        "text": LINE,
        "parts": {
            "owner": found("lena.brandt@acme.example", "Lena Brandt", [0, 5]),
            "deliverable": found("share the rounding test", "share the rounding test", [5, 33]),
            "team": found("sales", "Sales"),
            "for_team": found("product", "Product"),
            "accepted_by": {"state": "missing", "value": None, "words": "", "choices": [], "notes": [], "spans": []},
            "due_on": found("2027-03-04", "Thu 4 Mar 2027", [33, 44]),
            "agreement": found(str(launched.number), f"{launched.label} Feature launch"),
            "metric": {"state": "missing", "value": None, "words": "", "choices": [], "notes": [], "spans": []},
        },
        "problems": {},
        "commitment": None,
        "amendment": None,
    }
    assert not Event.objects.filter(kind="captured").exists()


def test_what_reads_two_ways_is_a_problem_with_its_choices(api: ApiFactory, launched: Agreement, maya: Person) -> None:
    PersonFactory.create(name="Dana Petrova", email="petrova@acme.example")

    answer = api(maya).post(ADDRESS, {"text": "@dana to send it by Thursday", "dry_run": True}).json()

    assert answer["problems"]["owner"] == "Choose who does it."
    assert [choice["value"] for choice in answer["parts"]["owner"]["choices"]] == [
        "petrova@acme.example",
        "dana.whitfield@acme.example",
    ]


def test_it_becomes_a_change_of_what_is_in_force(api: ApiFactory, launched: Agreement, maya: Person) -> None:
    answer = api(maya).post(ADDRESS, {"text": LINE})

    assert (answer.status_code, answer.json()["amendment"]) == (201, Amendment.objects.get().pk)


def test_it_becomes_a_commitment_of_a_draft(api: ApiFactory, ready: Agreement, maya: Person) -> None:
    answer = api(maya).post(ADDRESS, {"text": LINE, "done_when": "Both saw it."})

    assert answer.status_code == 201
    assert ready.commitments.get(pk=answer.json()["commitment"]).done_when == "Both saw it."


def test_parts_beside_the_line_fill_it(api: ApiFactory, launched: Agreement, maya: Person, lena: Person) -> None:
    sync = SyncFactory.create(cadence=CadenceFactory.create(agreement=launched))
    body = {"text": "share the test", "owner": lena.email, "due_on": "2027-03-12", "for_team": "product"}

    answer = api(maya).post(ADDRESS, body | {"agreement": launched.number, "sync": sync.pk})

    assert answer.status_code == 201
    assert launched.events.get(kind="captured").data["sync"] == sync.number


def test_what_is_missing_is_named(api: ApiFactory, launched: Agreement, maya: Person) -> None:
    answer = api(maya).post(ADDRESS, {"text": "share the test"})

    assert answer.status_code == 422
    assert answer.json()["error"]["fields"]["due_on"] == ["Choose the date."]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"text": ""}, 400),
        ({"text": "x" * 5_001}, 400),
        ({"text": "x", "who": "lena"}, 400),
        ({"text": "x", "sync": 99_999}, 422),
    ],
)
def test_what_does_not_fit_is_refused(
    body: dict[str, object], status: int, api: ApiFactory, launched: Agreement, maya: Person
) -> None:
    assert api(maya).post(ADDRESS, body).status_code == status


def test_what_lies_out_of_sight_is_named_to_nobody(api: ApiFactory, launched: Agreement, outsider: Person) -> None:
    Agreement.objects.update(visibility="parties")

    answer = api(outsider).post(
        ADDRESS, {"text": f"send it #{launched.number}", "agreement": launched.number, "dry_run": True}
    )

    assert answer.json()["parts"]["agreement"]["state"] == "missing"
    assert "Feature launch" not in answer.content.decode()
