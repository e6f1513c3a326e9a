from datetime import date, datetime
from typing import Any

import pytest
from pytest_django.asserts import assertNumQueries
from rest_framework.test import APIClient

from agreements.models import Agreement, Commitment, Readback
from agreements.operations.proposals import propose, take_back
from agreements.operations.readbacks import save_draft
from teams.models import Person
from tests.agreements.api.conftest import NOT_FOUND
from tests.agreements.readbacks import A_WEEK_LATER, AS_RECORDED, difference_of, say_back
from tests.conftest import ApiFactory

READBACKS = "/api/v1/agreements/31/readbacks/"
MINE = f"{READBACKS}mine/"


@pytest.fixture
def proposed(draft: Agreement, maya: Person, at: datetime) -> Agreement:
    """Asked are Maya and Tomas, who sign, and Dana and Lena, who owe."""
    propose(actor=maya, at=at, agreement=draft)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def feature(proposed: Agreement) -> Commitment:
    return proposed.commitments.get(number=1)


@pytest.fixture
def as_dana(api: ApiFactory, dana: Person) -> APIClient:
    return api(dana)


def due_difference(said: dict[str, Any]) -> Any:
    return next(row for row in said["differences"] if row["field"] == "due_on" and row["verdict"] == "differs")


def test_saying_back(as_dana: APIClient, feature: Commitment) -> None:
    response = as_dana.post(READBACKS, {"text": A_WEEK_LATER})
    said = response.json()
    difference = due_difference(said)

    assert (response.status_code, said["person"], said["text"], said["sealed"], said["written_at"]) == (
        201,
        "dana.whitfield@acme.example",
        A_WEEK_LATER,
        False,
        "2027-03-01T09:00:00Z",
    )
    assert difference == {
        "id": difference["id"],
        "commitment": feature.pk,
        "field": "due_on",
        "recorded": "2027-03-15",
        "heard": "2027-03-22",
        "settled": False,
        "verdict": "differs",
        "why": difference["why"],
        "marked_by": None,
        "settled_by": None,
        "note": "",
    }


def test_answers_beside_the_text(as_dana: APIClient, feature: Commitment) -> None:
    answer = {"commitment": feature.pk, "due_on": "2027-03-22", "owner": "DANA.Whitfield@acme.example", "quantity": "1"}
    response = as_dana.post(READBACKS, {"text": "We deliver it.", "commitments": [answer]})

    assert due_difference(response.json())["heard"] == "2027-03-22"
    assert Readback.objects.get().said == [answer | {"owner": "dana.whitfield@acme.example"}]


def test_it_is_said_anew(as_dana: APIClient, proposed: Agreement) -> None:
    as_dana.post(READBACKS, {"text": A_WEEK_LATER})
    response = as_dana.post(READBACKS, {"text": AS_RECORDED})

    assert response.status_code == 201
    assert due_difference(response.json())["settled"] is True


@pytest.mark.parametrize(
    ("sent", "language", "order"),
    [
        ({"date_order": "month_first"}, "de-DE", "month_first"),
        ({}, "en-US,en;q=0.9", "month_first"),
        ({}, "de-DE,de;q=0.9", "day_first"),
        ({}, "", ""),
    ],
)
def test_how_its_writer_writes_dates(
    as_dana: APIClient, proposed: Agreement, sent: dict[str, str], language: str, order: str
) -> None:
    as_dana.post(READBACKS, {"text": AS_RECORDED, **sent}, headers={"Accept-Language": language})

    assert Readback.objects.get().order == order


def test_an_ambiguous_date_is_asked_about(as_dana: APIClient, proposed: Agreement) -> None:
    response = as_dana.post(READBACKS, {"text": "We deliver the feature by 3/4/2027."})

    assert {row["verdict"] for row in response.json()["differences"] if row["field"] == "due_on"} == {"unclear"}


def test_who_has_written_reads_the_others(
    api: ApiFactory, proposed: Agreement, dana: Person, tomas: Person, at: datetime
) -> None:
    say_back(proposed, dana, at, A_WEEK_LATER)
    say_back(proposed, tomas, at)
    first, second = api(tomas).get(READBACKS).json()["results"]

    assert (first["text"], first["sealed"], second["text"]) == (A_WEEK_LATER, False, AS_RECORDED)
    assert due_difference(first)["settled"] is False


def test_who_has_not_written_reads_nobodys_words(
    api: ApiFactory, proposed: Agreement, dana: Person, tomas: Person, at: datetime
) -> None:
    written = say_back(proposed, dana, at, A_WEEK_LATER)

    assert api(tomas).get(READBACKS).json()["results"] == [
        {
            "id": written.pk,
            "person": "dana.whitfield@acme.example",
            "text": None,
            "differences": [],
            "written_at": "2027-03-01T09:00:00Z",
            "confirmations": [],
            "changed": [],
            "sealed": True,
        }
    ]


def test_who_is_not_asked_reads_all(
    api: ApiFactory, proposed: Agreement, dana: Person, outsider: Person, at: datetime
) -> None:
    say_back(proposed, dana, at)

    assert [row["text"] for row in api(outsider).get(READBACKS).json()["results"]] == [AS_RECORDED]


def test_the_others_words_stand_beside_it(api: ApiFactory, proposed: Agreement, dana: Person, at: datetime) -> None:
    say_back(proposed, dana, at)
    (said,) = api(dana).get(READBACKS).json()["results"]

    assert said["confirmations"] == [
        {"person": f"{name}@acme.example", "matches": None, "at": None, "changed": []}
        for name in ("maya.okafor", "tomas.lindqvist", "lena.brandt")
    ]


def test_lines_that_changed_since_are_named(
    api: ApiFactory, proposed: Agreement, feature: Commitment, dana: Person, at: datetime
) -> None:
    say_back(proposed, dana, at)
    take_back(actor=dana, at=at, agreement=proposed)
    Commitment.objects.filter(pk=feature.pk).update(due_on=date(2027, 3, 22))
    propose(actor=dana, at=at, agreement=proposed)

    assert api(dana).get(READBACKS).json()["results"][0]["changed"] == [feature.pk]


def test_a_draft_is_in_no_list(
    api: ApiFactory, proposed: Agreement, dana: Person, outsider: Person, at: datetime
) -> None:
    save_draft(actor=dana, at=at, agreement=proposed, text="We del")

    assert api(outsider).get(READBACKS).json()["results"] == []


def test_the_list_comes_in_pages(
    api: ApiFactory, proposed: Agreement, dana: Person, maya: Person, outsider: Person, at: datetime
) -> None:
    for person in (dana, maya):
        say_back(proposed, person, at)
    client = api(outsider)
    first = client.get(f"{READBACKS}?limit=1").json()
    second = client.get(first["next"]).json()

    assert [row["person"] for page in (first, second) for row in page["results"]] == [dana.email, maya.email]
    assert second["next"] is None


@pytest.mark.parametrize("writers", [1, 3])
def test_the_list_costs_the_same_however_long(
    api: ApiFactory, proposed: Agreement, outsider: Person, at: datetime, writers: int
) -> None:
    for person in Person.objects.filter(name__in=["Dana Whitfield", "Maya Okafor", "Lena Brandt"][:writers]):
        say_back(proposed, person, at, A_WEEK_LATER)
    client = api(outsider)
    with assertNumQueries(20):
        client.get(READBACKS)


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({}, 400, ["text"]),
        ({"text": "Hm.", "says": 1}, 400, ["says"]),
        ({"text": "Hm.", "date_order": "year_first"}, 400, ["date_order"]),
        ({"text": "Hm.", "commitments": [{"due_on": "2027-03-15"}]}, 400, ["commitments.0.commitment"]),
        ({"text": " "}, 422, ["text"]),
        ({"text": "x" * 20_001}, 422, ["text"]),
        ({"text": "Hm.", "commitments": [{"commitment": 2**31}]}, 422, ["commitments"]),
        (
            {"text": "Hm.", "commitments": [{"commitment": 1, "owner": "no@x.example"}]},
            422,
            ["commitments.0.owner"],
        ),
    ],
)
def test_what_cannot_be_said(
    as_dana: APIClient, proposed: Agreement, body: dict[str, Any], status: int, fields: list[str]
) -> None:
    response = as_dana.post(READBACKS, body)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (status, fields)
    assert not Readback.objects.exists()


def test_who_is_not_asked_says_nothing(api: ApiFactory, outsider: Person, proposed: Agreement) -> None:
    assert api(outsider).post(READBACKS, {"text": AS_RECORDED}).status_code == 403


def test_a_draft_of_terms_is_not_said_back(as_dana: APIClient, draft: Agreement) -> None:
    response = as_dana.post(READBACKS, {"text": AS_RECORDED})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_in_readback")


def test_the_same_key_says_it_once(as_dana: APIClient, proposed: Agreement) -> None:
    first, second = (as_dana.post(READBACKS, {"text": AS_RECORDED}, headers={"Idempotency-Key": "k"}) for _ in range(2))

    assert (second.json(), Readback.objects.get().revision) == (first.json(), 1)


@pytest.mark.parametrize("address", [READBACKS, MINE])
def test_of_what_one_may_not_see_there_is_nothing(
    api: ApiFactory, outsider: Person, proposed: Agreement, address: str
) -> None:
    Agreement.objects.update(visibility="parties")
    response = api(outsider).get(address)

    assert (response.status_code, response.json()) == (404, NOT_FOUND)


def test_ones_own_page_before_and_after_it_is_begun(as_dana: APIClient, feature: Commitment) -> None:
    before = as_dana.get(MINE).json()
    begun = as_dana.put(MINE, {"text": "We del"})

    nothing = {"text": "", "started_at": None, "ends_at": None, "saved_at": None, "written_at": None}
    assert before == {"commitments": [feature.pk], **nothing}
    assert (begun.status_code, begun.json()) == (
        200,
        before
        | {
            "text": "We del",
            "started_at": "2027-03-01T09:00:00Z",
            "ends_at": "2027-03-01T09:10:00Z",
            "saved_at": "2027-03-01T09:00:00Z",
        },
    )


def test_ones_own_page_after_it_was_sent(as_dana: APIClient, proposed: Agreement) -> None:
    as_dana.post(READBACKS, {"text": AS_RECORDED})
    kept = as_dana.put(MINE, {"text": "We del"})

    assert as_dana.get(MINE).json()["written_at"] == "2027-03-01T09:00:00Z"
    assert (kept.status_code, kept.json()["error"]["code"]) == (409, "already_written")


def test_who_is_not_asked_has_no_page(api: ApiFactory, outsider: Person, proposed: Agreement) -> None:
    client = api(outsider)

    assert (client.get(MINE).status_code, client.put(MINE, {"text": "We"}).status_code) == (404, 403)


def test_signing_waits_for_what_is_open(
    api: ApiFactory, proposed: Agreement, dana: Person, maya: Person, at: datetime
) -> None:
    say_back(proposed, maya, at)
    difference = difference_of(say_back(proposed, dana, at, A_WEEK_LATER))
    response = api(maya).post("/api/v1/agreements/31/signatures/", {"terms_hash": proposed.versions.get().terms_hash})
    error = response.json()["error"]

    assert (response.status_code, error["code"]) == (409, "differences_open")
    assert [(row["id"], row["heard"]) for row in error["differences"] if row["field"] == "due_on"] == [
        (difference.pk, "2027-03-22")
    ]
