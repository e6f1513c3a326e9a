from datetime import date, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from agreements.models import Agreement, Commitment, Readback
from agreements.operations.proposals import propose, take_back
from agreements.operations.readbacks import save_draft
from teams.models import Person
from tests.agreements.api.conftest import NOT_FOUND
from tests.agreements.readbacks import A_WEEK_LATER, difference_of, say_back
from tests.conftest import ApiFactory
from tests.factories import CommitmentFactory

MARK = {"matches": False, "where": ["when"], "understood": "I understood the 22nd."}


@pytest.fixture
def heard(draft: Agreement, dana: Person, maya: Person, at: datetime) -> Readback:
    """Dana heard another date than Maya proposed; both have written."""
    propose(actor=maya, at=at, agreement=draft)
    say_back(draft, maya, at)
    return say_back(draft, dana, at, A_WEEK_LATER)


@pytest.fixture
def as_maya(api: ApiFactory, maya: Person) -> APIClient:
    return api(maya)


def under(readback: Readback, noun: str) -> str:
    return f"/api/v1/readbacks/{readback.pk}/{noun}/"


def row_of(said: dict[str, Any], pk: int) -> dict[str, Any]:
    (found,) = [row for row in said["differences"] if row["id"] == pk]
    return found  # type: ignore[no-any-return]  # JSON


@pytest.mark.parametrize("name", ["dana", "maya"])
def test_author_and_initiator_settle_it(
    api: ApiFactory, request: pytest.FixtureRequest, heard: Readback, name: str
) -> None:
    person: Person = request.getfixturevalue(name)
    difference = difference_of(heard)
    response = api(person).post(under(heard, "resolution"), {"difference": difference.pk, "note": "A week of slack."})
    row = row_of(response.json(), difference.pk)

    assert (response.status_code, row["settled"], row["note"], row["settled_by"]) == (
        201,
        True,
        "A week of slack.",
        person.email,
    )


def test_nobody_else_settles_it(api: ApiFactory, heard: Readback, tomas: Person, at: datetime) -> None:
    say_back(heard.agreement, tomas, at)
    body = {"difference": difference_of(heard).pk, "note": "It is fine."}

    assert api(tomas).post(under(heard, "resolution"), body).status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({"note": "It is fine."}, 400, ["difference"]),
        ({"difference": 2**31, "note": "It is fine."}, 422, ["difference"]),
    ],
)
def test_what_settles_nothing(
    as_maya: APIClient, heard: Readback, body: dict[str, Any], status: int, fields: list[str]
) -> None:
    response = as_maya.post(under(heard, "resolution"), body)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (status, fields)


def test_a_note_says_something(as_maya: APIClient, heard: Readback) -> None:
    response = as_maya.post(under(heard, "resolution"), {"difference": difference_of(heard).pk, "note": " "})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (422, ["note"])


def test_it_is_settled_once(as_maya: APIClient, heard: Readback) -> None:
    body = {"difference": difference_of(heard).pk, "note": "It is fine."}
    as_maya.post(under(heard, "resolution"), body)
    response = as_maya.post(under(heard, "resolution"), body)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "already_settled")


def test_a_difference_of_another_readback_is_not_here(as_maya: APIClient, heard: Readback, maya: Person) -> None:
    own = Readback.objects.get(person=maya)
    response = as_maya.post(under(own, "resolution"), {"difference": difference_of(heard).pk, "note": "Fine."})

    assert response.status_code == 422


def test_it_matches(as_maya: APIClient, heard: Readback, maya: Person) -> None:
    response = as_maya.post(under(heard, "confirmation"), {"matches": True})

    assert (response.status_code, response.json()["confirmations"][0]) == (
        201,
        {"person": maya.email, "matches": True, "at": "2027-03-01T09:00:00Z", "changed": []},
    )


def test_it_does_not_match(as_maya: APIClient, heard: Readback, maya: Person) -> None:
    feature = heard.agreement.commitments.get(number=1)
    said = as_maya.post(under(heard, "confirmation"), {**MARK, "commitment": feature.pk}).json()
    (mark,) = [row for row in said["differences"] if row["marked_by"]]

    assert said["confirmations"][0]["matches"] is False
    assert mark == {
        "id": mark["id"],
        "commitment": feature.pk,
        "field": "when",
        "recorded": "",
        "heard": "I understood the 22nd.",
        "settled": False,
        "verdict": "differs",
        "why": "",
        "marked_by": maya.email,
        "settled_by": None,
        "note": "",
    }


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({}, 400, ["matches"]),
        ({"matches": False, "where": ["whence"]}, 400, ["where.0"]),
        ({"matches": False}, 422, ["where"]),
        ({"matches": True, "where": ["when"]}, 422, ["where"]),
        ({**MARK, "understood": "x" * 501}, 422, ["understood"]),
    ],
)
def test_what_is_no_answer(
    as_maya: APIClient, heard: Readback, body: dict[str, Any], status: int, fields: list[str]
) -> None:
    response = as_maya.post(under(heard, "confirmation"), body)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (status, fields)


def test_a_mismatch_is_about_these_terms(as_maya: APIClient, heard: Readback) -> None:
    elsewhere = CommitmentFactory.create()
    response = as_maya.post(under(heard, "confirmation"), {**MARK, "commitment": elsewhere.pk})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (422, ["commitment"])


@pytest.mark.parametrize("noun", ["confirmation", "lines", "resolution"])
def test_who_has_not_written_answers_nothing_yet(api: ApiFactory, heard: Readback, maya: Person, noun: str) -> None:
    Readback.objects.filter(person=maya).delete()
    body = {
        "confirmation": {"matches": True},
        "lines": {},
        "resolution": {"difference": difference_of(heard).pk, "note": "Fine."},
    }[noun]
    response = api(maya).post(under(heard, noun), body)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "say_back_first")


def test_who_is_not_asked_answers_nothing(api: ApiFactory, heard: Readback, outsider: Person) -> None:
    assert api(outsider).post(under(heard, "confirmation"), {"matches": True}).status_code == 403


def test_a_changed_line_is_confirmed_again(
    api: ApiFactory, heard: Readback, dana: Person, maya: Person, at: datetime
) -> None:
    take_back(actor=maya, at=at, agreement=heard.agreement)
    Commitment.objects.filter(agreement=heard.agreement, number=1).update(due_on=date(2027, 3, 22))
    propose(actor=maya, at=at, agreement=heard.agreement)
    response = api(dana).post(under(heard, "lines"))

    assert (response.status_code, response.json()["changed"]) == (201, [])


def test_who_said_nothing_of_it_confirms_nothing_again(as_maya: APIClient, heard: Readback) -> None:
    response = as_maya.post(under(heard, "lines"))

    assert (response.status_code, response.json()["error"]["code"]) == (409, "nothing_to_confirm")


@pytest.mark.parametrize("noun", ["confirmation", "lines", "resolution"])
def test_of_what_one_may_not_see_there_is_nothing(
    api: ApiFactory, heard: Readback, outsider: Person, noun: str
) -> None:
    Agreement.objects.update(visibility="parties")
    response = api(outsider).post(under(heard, noun), {})

    assert (response.status_code, response.json()) == (404, NOT_FOUND)


def test_drafts_are_nobodys_but_their_writers(as_maya: APIClient, heard: Readback, lena: Person, at: datetime) -> None:
    begun = save_draft(actor=lena, at=at, agreement=heard.agreement, text="We st")

    assert as_maya.post(under(begun, "confirmation"), {"matches": True}).status_code == 404


def test_who_is_asked_no_more_is_not_answered(as_maya: APIClient, heard: Readback, dana: Person) -> None:
    Person.objects.filter(pk=dana.pk).update(is_active=False)

    assert as_maya.post(under(heard, "confirmation"), {"matches": True}).status_code == 404
