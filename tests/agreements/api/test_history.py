from datetime import datetime, timedelta

import pytest
from pytest_django.asserts import assertNumQueries

from agreements.models import Agreement, Event
from agreements.operations.deliveries import deliver
from agreements.operations.events import record
from teams.models import Person
from tests.conftest import ApiFactory

HISTORY = "/api/v1/agreements/32/history/"
BEFORE = {"state": "open", "delivered_at": None, "declared_at": None, "evidence": ""}


def test_what_happened_newest_first(
    api: ApiFactory, maya: Person, dana: Person, launch: Agreement, at: datetime
) -> None:
    feature = launch.commitments.get(number=1)
    record(agreement=launch, kind="edited", actor=maya, at=at - timedelta(days=1), data={"was": {}, "now": {}})
    deliver(actor=dana, at=at, commitment=feature, evidence="https://example.org/launch")

    assert api(maya).get(HISTORY).json() == {
        "results": [
            {
                "number": 2,
                "at": "2027-03-01T09:00:00Z",
                "kind": "delivered",
                "actor": "dana.whitfield@acme.example",
                "commitment": feature.pk,
                "text": "Dana Whitfield declared it done",
                "data": {"evidence": "https://example.org/launch", "was": BEFORE},
            },
            {
                "number": 1,
                "at": "2027-02-28T09:00:00Z",
                "kind": "edited",
                "actor": "maya.okafor@acme.example",
                "commitment": None,
                "text": "Maya Okafor changed the draft",
                "data": {"was": {}, "now": {}},
            },
        ],
        "next": None,
    }


def test_only_changes(api: ApiFactory, maya: Person, dana: Person, launch: Agreement, at: datetime) -> None:
    record(agreement=launch, kind="edited", actor=maya, at=at)
    deliver(actor=dana, at=at, commitment=launch.commitments.get(number=1), evidence="")

    assert [row["kind"] for row in api(maya).get(f"{HISTORY}?only=changes").json()["results"]] == ["edited"]


@pytest.mark.parametrize("query", ["only=flags", "kind=edited"])
def test_other_filters_are_refused(api: ApiFactory, maya: Person, launch: Agreement, query: str) -> None:
    assert api(maya).get(f"{HISTORY}?{query}").status_code == 400


def test_flags_are_for_administrators(
    api: ApiFactory, maya: Person, admin: Person, launch: Agreement, at: datetime
) -> None:
    record(agreement=launch, kind="flagged", actor=None, at=at, data={"sentence": "Past its date."})
    rows = [api(person).get(HISTORY).json()["results"] for person in (maya, admin)]

    assert ([len(each) for each in rows], rows[1][0]["actor"]) == ([0, 1], None)


def test_what_one_may_not_see_is_absent(api: ApiFactory, outsider: Person, private: Agreement) -> None:
    client = api(outsider)
    unseen, absent = client.get(HISTORY), client.get(HISTORY.replace("32", "99"))

    assert (unseen.status_code, unseen.content) == (404, absent.content)


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(
    api: ApiFactory, maya: Person, launch: Agreement, at: datetime, more: int
) -> None:
    commitment = launch.commitments.get(number=1)
    for _ in range(1 + more):
        record(agreement=launch, kind="delivered", actor=maya, at=at, commitment=commitment)
    assert Event.objects.count() == 1 + more
    client = api(maya)
    with assertNumQueries(6):
        client.get(HISTORY)
