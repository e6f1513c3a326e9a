"""Lena of Sales worries about the launch of 1 February 2027."""

import pytest
from rest_framework.test import APIClient

from agreements.domain.concerns import About
from agreements.models import Agreement, Commitment, Concern, Metric
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import CommitmentFactory, ConcernFactory

CONCERNS = "/api/v1/agreements/32/concerns/"
BODY = {"about": "work", "text": "The test machines are booked until April."}
ANSWER = {"answer": "Two machines are ours from Monday on."}
PACKET = {"question": "Who gets them?", "options": ["Product", "One each"], "decide_by": "2027-03-10"}


@pytest.fixture
def as_lena(api: ApiFactory, lena: Person) -> APIClient:
    return api(lena)


@pytest.fixture
def private(launch: Agreement, lena: Person) -> Concern:
    return ConcernFactory.create(agreement=launch, about=About.WAY_OF_WORKING, raised_by=lena)


def test_it_is_raised_and_answered(as_lena: APIClient, api: ApiFactory, feature: Commitment, dana: Person) -> None:
    raised = as_lena.post(CONCERNS, BODY | {"commitment": feature.pk, "topic": "Machines"})
    address = f"/api/v1/concerns/{raised.json()['id']}/"
    answered = api(dana).post(f"{address}resolution/", ANSWER)

    assert raised.status_code == 201
    assert raised.json() == {
        "id": raised.json()["id"],
        "agreement": 32,
        "number": 1,
        "about": "work",
        "commitment": feature.pk,
        "metric": None,
        "reading_on": None,
        "topic": "Machines",
        "text": BODY["text"],
        "raised_by": "lena.brandt@acme.example",
        "raised_at": "2027-03-01T09:00:00Z",
        "answer": "",
        "answered_by": None,
        "resolved_at": None,
    }
    assert (answered.status_code, answered.json()["answered_by"]) == (200, "dana.whitfield@acme.example")
    assert as_lena.get(address).json() == answered.json()


def test_it_is_answered_once(as_lena: APIClient, launch: Agreement) -> None:
    address = f"/api/v1/concerns/{as_lena.post(CONCERNS, BODY).json()['id']}/resolution/"
    first, second = as_lena.post(address, ANSWER), as_lena.post(address, ANSWER)

    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["error"]["code"] == "already_answered"


@pytest.mark.parametrize(
    ("changed", "status", "fields"),
    [
        ({"about": "people"}, 400, ["about"]),
        ({"about": None}, 400, ["about"]),
        ({"text": " "}, 422, ["text"]),
        ({"text": "x" * 4_001}, 422, ["text"]),
        ({"topic": "x" * 81}, 400, ["topic"]),
        ({"commitment": 0}, 422, ["commitment"]),
        ({"metric": 0}, 422, ["metric"]),
        ({"reading_on": "2027-02-01"}, 422, ["reading_on"]),
        ({"urgent": True}, 400, ["urgent"]),
    ],
)
def test_what_it_says_is_checked(
    as_lena: APIClient, launch: Agreement, changed: dict[str, object], status: int, fields: list[str]
) -> None:
    response = as_lena.post(CONCERNS, BODY | changed)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (status, fields)
    assert not Concern.objects.exists()


def test_what_belongs_elsewhere_is_refused_as_if_it_were_not_there(as_lena: APIClient, launch: Agreement) -> None:
    foreign, absent = (
        as_lena.post(CONCERNS, BODY | {"commitment": pk}) for pk in (CommitmentFactory.create().pk, 2_000_000_000)
    )

    assert (foreign.status_code, foreign.json()) == (absent.status_code, absent.json())


def test_a_reading_that_is_read_differently(as_lena: APIClient, launch: Agreement, trials: Metric) -> None:
    as_lena.post(f"/api/v1/metrics/{trials.pk}/readings/", {"on": "2027-02-22", "value": "180"})
    response = as_lena.post(CONCERNS, BODY | {"metric": trials.pk, "reading_on": "2027-02-22"})

    assert (response.status_code, response.json()["reading_on"]) == (201, "2027-02-22")


def test_how_we_work_is_for_the_parties_alone(
    api: ApiFactory, private: Concern, dana: Person, outsider: Person, executive: Person, admin: Person
) -> None:
    everybody = (dana, outsider, executive, admin)
    lists = {person: api(person).get(CONCERNS).json()["results"] for person in everybody}
    ones = {person: api(person).get(f"/api/v1/concerns/{private.pk}/").status_code for person in everybody}

    assert {person: len(found) for person, found in lists.items()} == {dana: 1, outsider: 0, executive: 0, admin: 0}
    assert ones == {dana: 200, outsider: 404, executive: 404, admin: 404}


@pytest.mark.parametrize("act", ["resolution", "escalation"])
def test_what_one_may_not_see_is_not_there_to_act_on(
    api: ApiFactory, private: Concern, outsider: Person, act: str
) -> None:
    unseen, absent = (api(outsider).post(f"/api/v1/concerns/{pk}/{act}/", {}) for pk in (private.pk, 2_000_000_000))

    assert (unseen.status_code, unseen.content) == (absent.status_code, absent.content)


def test_of_what_others_may_read_they_answer_nothing(api: ApiFactory, launch: Agreement, outsider: Person) -> None:
    concern = ConcernFactory.create(agreement=launch)
    browser = api(outsider)
    answers = [browser.post(CONCERNS, BODY), browser.post(f"/api/v1/concerns/{concern.pk}/resolution/", ANSWER)]

    assert [response.status_code for response in answers] == [403, 403]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [("", [1, 2, 3]), ("?open=true", [1, 2]), ("?open=false", [3]), ("?about=way_of_working", [2])],
)
def test_lists_are_filtered(
    as_lena: APIClient, launch: Agreement, lena: Person, query: str, numbers: list[int]
) -> None:
    ConcernFactory.create(agreement=launch, number=1)
    ConcernFactory.create(agreement=launch, number=2, about=About.WAY_OF_WORKING)
    raised = ConcernFactory.create(agreement=launch, number=3, raised_by=lena)
    as_lena.post(f"/api/v1/concerns/{raised.pk}/resolution/", ANSWER)

    assert [row["number"] for row in as_lena.get(f"{CONCERNS}{query}").json()["results"]] == numbers


def test_a_decision_about_it_is_prepared(as_lena: APIClient, api: ApiFactory, launch: Agreement, dana: Person) -> None:
    raised = as_lena.post(CONCERNS, BODY).json()
    address = f"/api/v1/concerns/{raised['id']}/escalation/"
    first, second = as_lena.post(address, PACKET), api(dana).post(address, {"topic": "Machines"})

    assert (first.status_code, first.json()["topic"], first.json()["options"]) == (
        201,
        BODY["text"],
        ["Product", "One each"],
    )
    assert (second.json()["id"], second.json()["concern"]) == (first.json()["id"], raised["id"])
