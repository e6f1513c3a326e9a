from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.asserts import assertNumQueries
from rest_framework.test import APIClient

from agreements.models import Agreement, Event, Party
from agreements.operations.proposals import propose
from teams.models import Person, Team
from tests.agreements.api.conftest import NOT_FOUND
from tests.conftest import ApiFactory
from tests.factories import AgreementFactory, CommitmentFactory, PartyFactory

LIST = "/api/v1/agreements/"
DRAFT = "/api/v1/agreements/31/"
WHOLE = {
    "number": 31,
    "title": "Feature launch",
    "shared_goal": "",
    "time_zone": "Europe/Berlin",
    "facilitator": None,
    "visibility": "organisation",
    "notice_days": 5,
    "starts_on": None,
    "review_on": None,
    "priority": None,
    "answer_within_days": 10,
    "parties": [
        {"team": "product", "representative": "maya.okafor@acme.example", "gains": "Reach"},
        {"team": "sales", "representative": "tomas.lindqvist@acme.example", "gains": "Dates"},
    ],
    "state": "draft",
    "health": "on_track",
    "version": 0,
    "terms_hash": None,
    "in_renegotiation": False,
    "paused_until": None,
    "created_at": "2027-01-25T09:00:00Z",
}


@pytest.fixture
def as_maya(api: ApiFactory, maya: Person) -> APIClient:
    return api(maya)


def test_one_agreement(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.get(DRAFT)

    assert (response.status_code, response.json(), response["ETag"]) == (200, WHOLE, '"1"')


def test_the_list_holds_the_same(as_maya: APIClient, draft: Agreement) -> None:
    assert as_maya.get(LIST).json() == {"results": [WHOLE], "next": None}


def test_what_was_proposed_has_a_version_and_its_hash(
    as_maya: APIClient, draft: Agreement, maya: Person, at: datetime
) -> None:
    version = propose(actor=maya, at=at, agreement=draft)
    said = as_maya.get(DRAFT).json()

    assert (said["state"], said["version"], said["terms_hash"]) == ("readback", 1, version.terms_hash)


def test_drafting_with_parties(as_maya: APIClient, product: Team, sales: Team, tomas: Person) -> None:
    body = {
        "title": "Margin and stock",
        "shared_goal": "Margin up, shelves full.",
        "time_zone": "Europe/London",
        "facilitator": "tomas.lindqvist@acme.example",
        "visibility": "parties",
        "notice_days": 7,
        "starts_on": "2027-03-01",
        "review_on": "2027-06-01",
        "answer_within_days": 5,
        "parties": [{"team": "product", "representative": "maya.okafor@acme.example"}, {"team": "sales"}],
    }
    response = as_maya.post(LIST, body)
    said = response.json()

    assert response.status_code == 201
    assert said | body == said | {
        "parties": [
            {"team": "product", "representative": "maya.okafor@acme.example"},
            {"team": "sales"},
        ]
    }
    assert said["parties"] == [
        {"team": "product", "representative": "maya.okafor@acme.example", "gains": ""},
        {"team": "sales", "representative": None, "gains": ""},
    ]
    assert as_maya.get(f"{LIST}{said['number']}/")["ETag"] == response["ETag"]


def test_a_draft_lives_where_the_organisation_does_unless_it_says(as_maya: APIClient) -> None:
    assert as_maya.post(LIST, {"title": "Bare"}).json()["time_zone"] == "Europe/Berlin"


def test_the_same_key_drafts_once(as_maya: APIClient) -> None:
    first, second = (as_maya.post(LIST, {"title": "Once"}, headers={"Idempotency-Key": "k1"}) for _ in range(2))

    assert (first.status_code, second.json()) == (201, first.json())
    assert Agreement.objects.filter(title="Once").count() == 1


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({}, 400, {"title": ["This field is required."]}),
        ({"title": "A", "state": "active"}, 400, {"state": ["There is no field of this name to set."]}),
        ({"title": "A", "parties": [{}]}, 400, {"parties.0.team": ["This field is required."]}),
        ({"title": "A", "notice_days": 366}, 422, {"notice_days": ["The notice is 365 working days at most."]}),
        ({"title": "A", "starts_on": "9999-12-31"}, 422, {"starts_on": ["Choose a date from 2000 to 2199."]}),
        ({"title": "A", "starts_on": "0001-01-01"}, 422, {"starts_on": ["Choose a date from 2000 to 2199."]}),
        (
            {"title": "A", "time_zone": "Mars/Base"},
            422,
            {"time_zone": ["There is no such time zone. Choose a name such as Europe/Berlin."]},
        ),
        (
            {"title": "A", "facilitator": "nobody@acme.example"},
            422,
            {"facilitator": ["There is nobody and nothing of this name."]},
        ),
        (
            {"title": "A", "starts_on": "2027-03-02", "review_on": "2027-03-01"},
            422,
            {"review_on": ["The review comes after the start."]},
        ),
    ],
)
def test_what_cannot_be_drafted_is_named(
    as_maya: APIClient, body: dict[str, object], status: int, fields: dict[str, list[str]]
) -> None:
    response = as_maya.post(LIST, body)

    assert (response.status_code, response.json()["error"]["fields"]) == (status, fields)
    assert not Agreement.objects.exists()


def test_changing_a_draft(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.patch(DRAFT, {"title": "The launch", "review_on": "2027-05-03"})

    assert (response.status_code, response.json()) == (200, WHOLE | {"title": "The launch", "review_on": "2027-05-03"})


def test_the_whole_list_of_parties_at_once(as_maya: APIClient, draft: Agreement, product: Team, admin: Person) -> None:
    draft.commitments.get(number=2).delete()
    draft.commitments.all().delete()
    legal = PartyFactory.create(agreement=AgreementFactory.create()).team
    body = {"parties": [{"team": "product", "gains": "More reach"}, {"team": legal.slug}]}
    response = as_maya.patch(DRAFT, body)

    assert response.json()["parties"] == [
        {"team": "product", "representative": None, "gains": "More reach"},
        {"team": legal.slug, "representative": None, "gains": ""},
    ]
    kinds = Event.objects.filter(agreement=draft).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["party_edited", "party_added", "party_removed"]


def test_a_party_that_cannot_leave_keeps_the_whole_list(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.patch(DRAFT, {"title": "Other", "parties": [{"team": "product", "gains": "None"}]})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "party_has_promises")
    draft.refresh_from_db()
    assert (draft.title, list(Party.objects.order_by("pk").values_list("gains", flat=True))) == (
        "Feature launch",
        ["Reach", "Dates"],
    )


def test_a_party_is_named_once(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.patch(DRAFT, {"parties": [{"team": "product"}, {"team": "product"}]})

    assert (response.status_code, response.json()["error"]["fields"]) == (422, {"parties": ["Name each party once."]})


@pytest.mark.parametrize(("if_match", "status"), [('"1"', 200), ('"0"', 412), ("*", 200)])
def test_a_change_of_what_was_seen(as_maya: APIClient, draft: Agreement, if_match: str, status: int) -> None:
    response = as_maya.patch(DRAFT, {"title": "Other"}, headers={"If-Match": if_match})

    assert response.status_code == status


def test_what_is_in_force_does_not_change(as_maya: APIClient, launch: Agreement) -> None:
    response = as_maya.patch("/api/v1/agreements/32/", {"title": "Other"})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_a_draft")


def test_who_is_no_party_changes_nothing(api: ApiFactory, outsider: Person, draft: Agreement) -> None:
    assert api(outsider).patch(DRAFT, {"title": "Other"}).status_code == 403


def test_a_token_to_read_writes_nothing(api: ApiFactory, maya: Person, draft: Agreement) -> None:
    assert api(maya, "read").patch(DRAFT, {"title": "Other"}).status_code == 403


def test_nobody_in_particular_reads_nothing(draft: Agreement) -> None:
    assert APIClient().get(DRAFT).status_code == 401


def test_what_one_may_not_see_is_absent(api: ApiFactory, outsider: Person, private: Agreement) -> None:
    client = api(outsider)
    unseen, absent = client.get("/api/v1/agreements/32/"), client.get("/api/v1/agreements/99/")

    assert (unseen.status_code, unseen.content) == (404, absent.content)
    assert (unseen.json(), client.get(LIST).json()["results"]) == (NOT_FOUND, [])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=active", [32]),
        ("state=draft", [31]),
        ("health=drifting", []),
        ("party=sales", [31, 32]),
        ("person=dana.whitfield@acme.example", [31, 32]),
        ("person=outsider@acme.example", []),
        ("q=force", [32]),
        ("updated_since=2027-01-25T09:00:00Z", [31, 32]),
        ("updated_since=2027-01-25T09:00:01Z", []),
    ],
)
def test_filters(
    as_maya: APIClient, draft: Agreement, launch: Agreement, outsider: Person, query: str, found: list[int]
) -> None:
    Person.objects.filter(pk=outsider.pk).update(email="outsider@acme.example")

    assert [row["number"] for row in as_maya.get(f"{LIST}?{query}").json()["results"]] == found


def test_an_unknown_filter_is_refused(as_maya: APIClient) -> None:
    response = as_maya.get(f"{LIST}?colour=red")

    assert (response.status_code, response.json()["error"]["fields"]) == (
        400,
        {"colour": ["There is no filter of this name."]},
    )


def test_pages(as_maya: APIClient, draft: Agreement, launch: Agreement) -> None:
    first = as_maya.get(f"{LIST}?limit=1").json()
    second = as_maya.get(first["next"]).json()

    assert ([row["number"] for row in first["results"] + second["results"]], second["next"]) == ([31, 32], None)


def test_health_is_what_was_shown_so_far(api: ApiFactory, maya: Person, admin: Person, launch: Agreement) -> None:
    Agreement.objects.filter(pk=launch.pk).update(health="drifting", shown_health="watch")
    seen = [api(person).get("/api/v1/agreements/32/").json()["health"] for person in (maya, admin)]

    assert seen == ["watch", "drifting"]


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(as_maya: APIClient, draft: Agreement, more: int) -> None:
    for _ in range(more):
        CommitmentFactory.create(agreement=AgreementFactory.create())
    with assertNumQueries(8):
        as_maya.get(LIST)


def test_lint(as_maya: APIClient, draft: Agreement) -> None:
    draft.commitments.filter(number=2).update(done_when="", accepted_by=None, due_on=None)

    assert as_maya.get(f"{DRAFT}lint/").json() == {
        "problems": [
            {"code": "no_date", "message": "“The outreach” has no date yet.", "blocking": True},
            {"code": "no_done_when", "message": "“The outreach” does not say yet when it is done.", "blocking": True},
            {
                "code": "no_joint_metric",
                "message": "There is no joint metric: how will everybody see that it works?",
                "blocking": False,
            },
            {
                "code": "no_cadence",
                "message": "There is no cadence, and it does not end within 14 days: when will you meet?",
                "blocking": False,
            },
            {
                "code": "no_review_date",
                "message": "There is no review date: when will you look at these terms again?",
                "blocking": False,
            },
            {
                "code": "one_way_dependencies",
                "message": "Sales waits on Product, and nothing waits the other way: "
                "is this a request rather than an agreement?",
                "blocking": False,
            },
        ]
    }


def test_updated_since_counts_the_last_event(as_maya: APIClient, draft: Agreement, at: datetime) -> None:
    as_maya.patch(DRAFT, {"title": "Other"})
    before = (at - timedelta(minutes=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    assert len(as_maya.get(f"{LIST}?updated_since={before}").json()["results"]) == 1
