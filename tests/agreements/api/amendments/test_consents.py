from datetime import date
from typing import Any

import pytest

from agreements.models import Commitment
from teams.models import Person
from tests.agreements.api.amendments.asking import ask, consents, later, say
from tests.conftest import ApiFactory


def test_the_last_consent_brings_it_into_force(
    api: ApiFactory,
    maya: Person,
    tomas: Person,
    lena: Person,
    dana: Person,
    feature: Commitment,
    outreach: Commitment,
) -> None:
    amendment = ask(api, dana, later(feature))
    for person in (maya, tomas):
        answered = say(api, person, amendment, "accept")
        assert (answered.status_code, answered.json()["state"]) == (201, "open")
    told = say(api, lena, amendment, "accept").json()
    outreach.refresh_from_db()

    assert (told["state"], told["agreed"]) == ("agreed", amendment["alternatives"][0]["id"])
    assert [row["answer"] for row in told["affected"]] == ["accept"] * 4
    assert [row["now"] for row in told["alternatives"][0]["ripple"]] == ["2027-03-22", "2027-03-23"]
    assert (outreach.due_on, api(dana).get("/api/v1/agreements/31/").json()["version"]) == (date(2027, 3, 23), 2)


def test_declining_says_why(api: ApiFactory, tomas: Person, dana: Person, feature: Commitment) -> None:
    amendment = ask(api, dana, later(feature))
    silent = say(api, tomas, amendment, "decline")
    told = say(api, tomas, amendment, "decline", reason="The briefing is booked.").json()

    assert (silent.status_code, list(silent.json()["error"]["fields"])) == (422, ["reason"])
    assert told["state"] == "declined"
    assert {
        "person": "tomas.lindqvist@acme.example",
        "answer": "decline",
        "reason": "The briefing is booked.",
        "answered_at": "2027-03-01T09:00:00Z",
    } in told["alternatives"][0]["answers"]


def test_a_counter_adds_an_alternative(api: ApiFactory, tomas: Person, dana: Person, feature: Commitment) -> None:
    amendment = ask(api, dana, later(feature))
    told = say(api, tomas, amendment, "counter", **later(feature, "2027-03-17", label="Two days later")).json()
    first, second = told["alternatives"]
    own = [row for row in told["affected"] if row["person"].startswith("tomas")]

    assert (told["state"], second["label"]) == ("open", "Two days later")
    assert [(row["answer"], row["alternative"]) for row in own] == [
        ("counter", first["id"]),
        ("accept", second["id"]),
    ]


@pytest.mark.parametrize(
    ("answer", "more", "fields"),
    [
        ("counter", {}, ["changes", "label"]),
        ("counter", {"label": "Another"}, ["changes"]),
        ("accept", {"label": "Another"}, ["label"]),
        ("accept", {"changes": []}, ["changes"]),
        ("perhaps", {}, ["answer"]),
    ],
)
def test_a_body_that_does_not_fit_its_answer_is_refused(
    api: ApiFactory,
    tomas: Person,
    dana: Person,
    feature: Commitment,
    answer: str,
    more: dict[str, Any],
    fields: list[str],
) -> None:
    response = say(api, tomas, ask(api, dana, later(feature)), answer, **more)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, fields)


def test_an_alternative_of_another_change_is_refused(
    api: ApiFactory, tomas: Person, dana: Person, feature: Commitment, outreach: Commitment
) -> None:
    first, second = ask(api, dana, later(feature)), ask(api, dana, later(outreach, "2027-03-30"))
    body = {"alternative": second["alternatives"][0]["id"], "answer": "accept"}
    response = api(tomas).post(consents(first), body)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (422, ["alternative"])


def test_another_content_than_was_read_is_stale(
    api: ApiFactory, tomas: Person, dana: Person, feature: Commitment
) -> None:
    response = say(api, tomas, ask(api, dana, later(feature)), "accept", content_hash="0" * 64)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "stale_alternative")


def test_only_those_it_affects_answer(api: ApiFactory, outsider: Person, dana: Person, feature: Commitment) -> None:
    assert say(api, outsider, ask(api, dana, later(feature)), "accept").status_code == 403


def test_the_same_key_answers_once(api: ApiFactory, tomas: Person, dana: Person, feature: Commitment) -> None:
    amendment, client = ask(api, dana, later(feature)), api(tomas)
    body = {"alternative": amendment["alternatives"][0]["id"], "answer": "accept"}
    first, second = (client.post(consents(amendment), body, HTTP_IDEMPOTENCY_KEY="k-2") for _ in range(2))

    assert (first.status_code, first.content) == (201, second.content)
    assert client.post(consents(amendment), body).json()["error"]["code"] == "already_answered"
