"""Product and Sales ask for a decision about the launch, over the API."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from agreements.models import Agreement, Escalation
from teams.models import Person
from tests.agreements.packets import prepared, raised, ruled, sent
from tests.conftest import ApiFactory
from tests.factories import AgreementFactory, ConcernFactory

ESCALATIONS = "/api/v1/escalations/"
BODY = {
    "agreement": 32,
    "topic": "Test machines",
    "question": "Who gets them?",
    "options": ["Product gets both", "One for each"],
    "decide_by": "2027-03-10",
}
REASON = {"reason": "Nothing is tested without them.", "hard_limits": "No release untested."}


@pytest.fixture
def as_maya(api: ApiFactory, maya: Person) -> APIClient:
    return api(maya)


def address(packet: Escalation, act: str = "") -> str:
    return f"{ESCALATIONS}{packet.pk}/{act}"


def test_from_the_question_to_the_ruling(
    as_maya: APIClient, api: ApiFactory, launch: Agreement, tomas: Person, executive: Person
) -> None:
    opened = as_maya.post(ESCALATIONS, BODY)
    here = f"{ESCALATIONS}{opened.json()['id']}/"
    stated = as_maya.post(f"{here}statements/", REASON)
    api(tomas).post(f"{here}statements/", {"team": "sales", "reason": "We show it in April."})
    asked = as_maya.post(f"{here}request/")
    decided = api(executive).post(f"{here}ruling/", {"chosen": 2, "ruling": "Both launches need one."})

    assert (opened.status_code, stated.status_code, asked.status_code, decided.status_code) == (201, 201, 200, 200)
    found = decided.json()
    assert [statement["team"] for statement in found["statements"]] == ["product", "sales"]
    assert (found["state"], found["is_one_sided"], found["chosen"], found["ruled_by"]) == (
        "ruled",
        False,
        2,
        "eva.executive@acme.example",
    )


def test_one_side_alone(as_maya: APIClient, launch: Agreement, maya: Person, at: datetime) -> None:
    packet = prepared(maya, launch, at=at)

    assert as_maya.post(address(packet, "request/")).json()["is_one_sided"]


def test_what_is_not_whole_names_its_gaps(as_maya: APIClient, launch: Agreement) -> None:
    opened = as_maya.post(ESCALATIONS, {"agreement": 32, "topic": "Machines"})
    response = as_maya.post(f"{ESCALATIONS}{opened.json()['id']}/request/")

    assert (response.status_code, response.json()["error"]["code"]) == (409, "packet_incomplete")
    assert list(response.json()["error"]["fields"]) == ["question", "options", "decide_by", "statement"]


def test_nobody_writes_over_what_they_have_not_read(
    as_maya: APIClient, api: ApiFactory, launch: Agreement, maya: Person, tomas: Person, at: datetime
) -> None:
    packet = prepared(maya, launch, at=at)
    tag = as_maya.get(address(packet))["ETag"]
    first = api(tomas).patch(address(packet), {"question": "Whose are they?"}, HTTP_IF_MATCH=tag)
    second = as_maya.patch(address(packet), {"question": "Who gets them?"}, HTTP_IF_MATCH=tag)

    assert (first.status_code, second.status_code) == (200, 412)
    assert first["ETag"] != tag
    assert as_maya.get(address(packet)).json()["question"] == "Whose are they?"


def test_a_patch_leaves_what_it_does_not_name(
    as_maya: APIClient, launch: Agreement, maya: Person, at: datetime
) -> None:
    packet = prepared(maya, launch, at=at)
    found = as_maya.patch(address(packet), {"options": ["a", "b", "c"]}).json()

    assert (found["options"], found["decide_by"], found["topic"]) == (["a", "b", "c"], "2027-03-10", "Test machines")


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({"agreement": 32}, 400, ["topic"]),
        (BODY | {"agreement": 99}, 422, ["agreement"]),
        (BODY | {"options": ["a"] * 7}, 400, ["options"]),
        (BODY | {"options": ["a", "a"]}, 422, ["options"]),
        (BODY | {"decide_by": "2027-02-28"}, 422, ["decide_by"]),
        (BODY | {"concern": 2_000_000_000}, 422, ["concern"]),
        (BODY | {"commitment": 2_000_000_000}, 422, ["commitment"]),
        (BODY | {"chosen": 1}, 400, ["chosen"]),
    ],
)
def test_what_is_asked_is_checked_and_nothing_is_left_behind(
    as_maya: APIClient, launch: Agreement, body: dict[str, object], status: int, fields: list[str]
) -> None:
    response = as_maya.post(ESCALATIONS, body)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (status, fields)
    assert not Escalation.objects.exists()


def test_a_concern_of_another_agreement_is_refused_as_if_it_were_not_there(
    as_maya: APIClient, launch: Agreement
) -> None:
    elsewhere = ConcernFactory.create(agreement=AgreementFactory.create(is_active=True))
    foreign, absent = (as_maya.post(ESCALATIONS, BODY | {"concern": pk}) for pk in (elsewhere.pk, 2_000_000_000))

    assert (foreign.status_code, foreign.json()) == (absent.status_code, absent.json())


def test_only_executives_decide(
    api: ApiFactory, launch: Agreement, maya: Person, admin: Person, outsider: Person, at: datetime
) -> None:
    packet = sent(maya, launch, at=at)
    answers = [
        api(person).post(address(packet, "ruling/"), {"ruling": "Mine."}).status_code
        for person in (maya, admin, outsider)
    ]

    assert answers == [403, 403, 403]


def test_a_ruling_says_something(
    api: ApiFactory, launch: Agreement, maya: Person, executive: Person, at: datetime
) -> None:
    packet = sent(maya, launch, at=at)
    response = api(executive).post(address(packet, "ruling/"), {"ruling": "", "chosen": 9})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (422, ["chosen", "ruling"])


def test_executives_read_the_packet_of_a_private_agreement_and_nothing_else_of_it(
    api: ApiFactory, private: Agreement, maya: Person, executive: Person, admin: Person, outsider: Person, at: datetime
) -> None:
    concern = raised(maya, private, at=at)
    packet = sent(maya, private, at=at, concern=concern)
    readers = (executive, admin, outsider)
    packets = [api(person).get(address(packet)).status_code for person in readers]
    rest = [
        api(executive).get(f"/api/v1/{path}").status_code
        for path in ("agreements/32/", "agreements/32/history/", "agreements/32/concerns/", f"concerns/{concern.pk}/")
    ]

    assert (packets, rest) == ([200, 404, 404], [404, 404, 404, 404])


def test_executives_do_not_read_what_is_still_prepared(
    api: ApiFactory, private: Agreement, maya: Person, executive: Person, at: datetime
) -> None:
    packet = prepared(maya, private, at=at)

    assert api(executive).get(address(packet)).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"), [("", 2), ("?state=asked", 1), ("?agreement=32", 2), ("?agreement=31", 0), ("?state=ruled", 1)]
)
def test_lists_are_filtered(
    as_maya: APIClient, launch: Agreement, maya: Person, executive: Person, at: datetime, query: str, found: int
) -> None:
    ruled(executive, sent(maya, launch, at=at), at=at)
    sent(maya, launch, at=at)

    assert len(as_maya.get(f"{ESCALATIONS}{query}").json()["results"]) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("machine", True),  # the stem of the topic and the question
        ("gets both", True),
        ("untested", True),  # one side's hard limits
        ("depend", True),  # the ruling
        ("-machines", False),
        ("hovercraft", False),
    ],
)
def test_precedents_are_found_by_what_was_said(
    as_maya: APIClient, launch: Agreement, maya: Person, executive: Person, at: datetime, words: str, found: bool
) -> None:
    ruled(executive, sent(maya, launch, at=at), at=at)
    sent(maya, launch, at=at)  # not ruled, so no precedent

    results = as_maya.get(ESCALATIONS, {"q": words}).json()["results"]
    assert [row["state"] for row in results] == (["ruled"] if found else [])


def test_precedents_are_what_one_may_read(
    api: ApiFactory, private: Agreement, maya: Person, executive: Person, outsider: Person, admin: Person, at: datetime
) -> None:
    ruled(executive, sent(maya, private, at=at), at=at)
    found = {
        person: len(api(person).get(ESCALATIONS, {"q": "machines"}).json()["results"])
        for person in (maya, executive, outsider, admin)
    }

    assert found == {maya: 1, executive: 1, outsider: 0, admin: 0}


def test_it_is_given_up(as_maya: APIClient, launch: Agreement, maya: Person, at: datetime) -> None:
    packet = sent(maya, launch, at=at)

    assert as_maya.post(address(packet, "withdrawal/")).json()["state"] == "withdrawn"


def test_a_list_costs_the_same_however_long(as_maya: APIClient, launch: Agreement, maya: Person, at: datetime) -> None:
    counts = []
    for topic in ("One", "Two"):
        as_maya.post(ESCALATIONS, BODY | {"topic": topic})
        as_maya.post(f"{ESCALATIONS}{Escalation.objects.latest('pk').pk}/statements/", REASON)
        with CaptureQueriesContext(connection) as queries:
            as_maya.get(ESCALATIONS)
        counts.append(len(queries))

    assert counts[0] == counts[1]
