from datetime import date

import pytest
from pytest_django.asserts import assertNumQueries
from rest_framework.test import APIClient

from agreements.models import Agreement, Commitment
from teams.models import Person, Team
from tests.conftest import ApiFactory
from tests.factories import AgreementFactory, CommitmentFactory, DependencyFactory

LIST = "/api/v1/commitments/"
OF_DRAFT = "/api/v1/agreements/31/commitments/"


def whole(outreach: Commitment, feature: Commitment) -> dict[str, object]:
    return {
        "id": outreach.pk,
        "agreement": 32,
        "label": "A-32.2",
        "deliverable": "The outreach",
        "done_when": "It works for the first customer.",
        "owner": "lena.brandt@acme.example",
        "team": "sales",
        "for_team": "product",
        "accepted_by": "dana.whitfield@acme.example",
        "needed_by": None,
        "due_on": "2027-03-16",
        "original_due_on": "2027-03-16",
        "moves": 0,
        "waits_on": [{"commitment": feature.pk, "lag_days": 1}],
        "state": "open",
        "outcome": None,
        "standing": None,
        "health": "on_track",
        "expected_on": None,
        "delivered_at": None,
        "accepted_at": None,
    }


@pytest.fixture
def as_maya(api: ApiFactory, maya: Person) -> APIClient:
    return api(maya)


def one(commitment: Commitment) -> str:
    return f"{LIST}{commitment.pk}/"


def test_one_commitment(as_maya: APIClient, feature: Commitment, outreach: Commitment) -> None:
    response = as_maya.get(one(outreach))

    assert (response.status_code, response.json(), response["ETag"]) == (200, whole(outreach, feature), '"1"')


@pytest.mark.parametrize("path", [LIST, "/api/v1/agreements/32/commitments/"])
def test_the_lists_hold_the_same(as_maya: APIClient, feature: Commitment, outreach: Commitment, path: str) -> None:
    said = as_maya.get(path).json()

    assert ([row["id"] for row in said["results"]], said["next"]) == ([feature.pk, outreach.pk], None)
    assert said["results"][1] == whole(outreach, feature)


def test_adding_a_commitment(as_maya: APIClient, draft: Agreement) -> None:
    feature = draft.commitments.get(number=1)
    body = {
        "deliverable": "The price list",
        "done_when": "Both have signed it off.",
        "owner": "dana.whitfield@acme.example",
        "team": "product",
        "for_team": "sales",
        "accepted_by": "lena.brandt@acme.example",
        "needed_by": "2027-03-12",
        "due_on": "2027-03-10",
        "waits_on": [{"commitment": feature.pk, "lag_days": 2}],
    }
    response = as_maya.post(OF_DRAFT, body)
    said = response.json()

    assert (response.status_code, said, said["label"], said["state"]) == (201, said | body, "A-31.3", "proposed")
    assert as_maya.get(f"{LIST}{said['id']}/")["ETag"] == response["ETag"]


@pytest.mark.parametrize(
    ("change", "status", "fields"),
    [
        ({"deliverable": None}, 400, {"deliverable": ["This field may not be null."]}),
        ({"colour": "red"}, 400, {"colour": ["There is no field of this name to set."]}),
        ({"waits_on": [{"commitment": "x"}]}, 400, {"waits_on.0.commitment": ["A valid integer is required."]}),
        ({"due_on": "9999-12-31"}, 422, {"due_on": ["Choose a date from 2000 to 2199."]}),
        ({"owner": "nobody@acme.example"}, 422, {"owner": ["There is nobody and nothing of this name."]}),
        ({"for_team": "product"}, 422, {"for_team": ["A promise goes to another party."]}),
        ({"waits_on": [{"commitment": 10**20}]}, 422, {"waits_on": ["There is no such commitment to wait on."]}),
        (
            {"owner": "lena.brandt@acme.example", "accepted_by": "lena.brandt@acme.example"},
            422,
            {"accepted_by": ["Somebody other than the owner accepts it."]},
        ),
    ],
)
def test_what_cannot_be_promised_is_named(
    as_maya: APIClient, draft: Agreement, change: dict[str, object], status: int, fields: dict[str, list[str]]
) -> None:
    body = {"deliverable": "The price list", "team": "product", "for_team": "sales"} | change
    response = as_maya.post(OF_DRAFT, body)

    assert (response.status_code, response.json()["error"]["fields"]) == (status, fields)
    assert draft.commitments.count() == 2


def test_what_one_may_not_see_is_not_waited_on(api: ApiFactory, outsider: Person, private: Agreement) -> None:
    own = AgreementFactory.create(number=33, created_by=outsider)
    promise = CommitmentFactory.create(agreement=own)
    hidden = private.commitments.get(number=1)
    response = api(outsider).patch(one(promise), {"waits_on": [{"commitment": hidden.pk}]})

    assert (response.status_code, response.json()["error"]["fields"]) == (
        422,
        {"waits_on": ["There is no such commitment to wait on."]},
    )


def test_changing_a_commitment_of_a_draft(as_maya: APIClient, draft: Agreement) -> None:
    outreach = draft.commitments.get(number=2)
    before = as_maya.get(one(outreach)).json()
    response = as_maya.patch(one(outreach), {"due_on": "2027-03-23"})

    assert (response.status_code, response.json()) == (200, before | {"due_on": "2027-03-23"})


def test_what_it_waits_on_is_named_in_a_change_too(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.patch(one(draft.commitments.get(number=2)), {"waits_on": [{"lag_days": 1}]})

    assert (response.status_code, response.json()["error"]["fields"]) == (
        400,
        {"waits_on.0.commitment": ["This field is required."]},
    )


def test_a_lag_is_none_unless_given(as_maya: APIClient, draft: Agreement) -> None:
    feature, outreach = draft.commitments.order_by("number")
    response = as_maya.patch(one(outreach), {"waits_on": [{"commitment": feature.pk}]})

    assert response.json()["waits_on"] == [{"commitment": feature.pk, "lag_days": 0}]


def test_a_chain_out_of_sight_is_kept_and_not_named(
    api: ApiFactory, outsider: Person, private: Agreement, feature: Commitment
) -> None:
    own = AgreementFactory.create(number=33, created_by=outsider)
    promise = CommitmentFactory.create(agreement=own)
    DependencyFactory.create(upstream=feature, downstream=promise, lag_days=3)
    response = api(outsider).patch(one(promise), {"deliverable": "Something else"})

    assert (response.status_code, response.json()["waits_on"]) == (200, [{"commitment": None, "lag_days": 3}])


def test_a_commitment_leaves_a_draft(as_maya: APIClient, draft: Agreement) -> None:
    outreach = draft.commitments.get(number=2)

    assert as_maya.delete(one(outreach)).status_code == 204
    assert as_maya.get(one(outreach)).status_code == 404


def test_what_is_waited_on_stays(as_maya: APIClient, draft: Agreement) -> None:
    response = as_maya.delete(one(draft.commitments.get(number=1)))

    assert (response.status_code, response.json()["error"]["code"]) == (409, "awaited")


@pytest.mark.parametrize(("if_match", "status"), [('"1"', 200), ('"7"', 412)])
def test_a_change_of_what_was_seen(as_maya: APIClient, draft: Agreement, if_match: str, status: int) -> None:
    url = one(draft.commitments.get(number=1))

    assert as_maya.patch(url, {"deliverable": "Other"}, headers={"If-Match": if_match}).status_code == status


def test_what_is_in_force_does_not_change(as_maya: APIClient, feature: Commitment) -> None:
    response = as_maya.patch(one(feature), {"due_on": "2027-03-23"})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_a_draft")


def test_who_is_no_party_changes_nothing(api: ApiFactory, outsider: Person, draft: Agreement) -> None:
    assert api(outsider).patch(one(draft.commitments.get(number=1)), {"deliverable": "Other"}).status_code == 403
    assert api(outsider).post(OF_DRAFT, {"deliverable": "A", "team": "sales", "for_team": "product"}).status_code == 403


def test_what_one_may_not_see_is_absent(
    api: ApiFactory, outsider: Person, private: Agreement, feature: Commitment
) -> None:
    client = api(outsider)
    unseen, absent = client.get(one(feature)), client.get(f"{LIST}999999/")

    assert (unseen.status_code, unseen.content, client.get(LIST).json()["results"]) == (404, absent.content, [])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("agreement=32", [1, 2]),
        ("agreement=99", []),
        ("owner=dana.whitfield@acme.example", [1]),
        ("for_team=sales", [1]),
        ("owed_by=sales", [2]),
        ("owed_to=product", [2]),
        ("state=open", [1, 2]),
        ("health=quiet", []),
        ("due_before=2027-03-15", [1]),
        ("due_after=2027-03-16", [2]),
        ("q=reach", [2]),
    ],
)
def test_filters(as_maya: APIClient, launch: Agreement, query: str, found: list[int]) -> None:
    rows = as_maya.get(f"{LIST}?{query}").json()["results"]

    assert [int(row["label"].split(".")[1]) for row in rows] == found


@pytest.mark.parametrize("query", ["colour=red", "due_before=soon", "state=fine", "limit=201"])
def test_other_filters_are_refused(as_maya: APIClient, launch: Agreement, query: str) -> None:
    response = as_maya.get(f"{LIST}?{query}")

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, [query.split("=", maxsplit=1)[0]])


def test_the_owner_hears_first(api: ApiFactory, dana: Person, tomas: Person, feature: Commitment) -> None:
    Commitment.objects.filter(pk=feature.pk).update(health="drifting")
    seen = [api(person).get(one(feature)).json()["health"] for person in (dana, tomas)]

    assert seen == ["drifting", "on_track"]


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(
    as_maya: APIClient, feature: Commitment, outreach: Commitment, more: int, product: Team
) -> None:
    for _ in range(more):
        DependencyFactory.create(upstream=feature, downstream=CommitmentFactory.create(due_on=date(2027, 4, 1)))
    with assertNumQueries(7):
        as_maya.get(LIST)
