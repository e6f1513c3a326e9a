from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from agreements.models import Commitment, Decision, Event, Sync
from teams.models import Person
from tests.conftest import ApiFactory


def one(sync: Sync, act: str = "") -> str:
    return f"/api/v1/syncs/{sync.pk}/{act}"


@pytest.fixture
def live(api: ApiFactory, maya: Person, sync: Sync, feature: Commitment, time_machine: TimeMachineFixture) -> Sync:
    """Started by Maya on time; the feature is the one item of its agenda."""
    time_machine.move_to(sync.starts_at, tick=False)
    Commitment.objects.filter(pk=feature.pk).update(standing="at_risk")
    assert api(maya).post(one(sync, "start/")).status_code == 200
    return sync


def subject(feature: Commitment) -> str:
    return f"commitment/{feature.pk}"


def test_starting_it_twice_starts_it_once(api: ApiFactory, tomas: Person, live: Sync, feature: Commitment) -> None:
    response = api(tomas).post(one(live, "start/"))
    said = response.json()

    assert (response.status_code, said["started_at"], said["current"]) == (
        200,
        "2027-03-03T09:00:00Z",
        subject(feature),
    )
    assert Event.objects.filter(kind="sync_started").count() == 1


def test_a_sync_of_another_day_is_not_started(api: ApiFactory, maya: Person, sync: Sync) -> None:
    response = api(maya).post(one(sync, "start/"))

    assert (response.status_code, response.json()["error"]["code"]) == (409, "sync_not_begun")


def test_going_on_from_what_one_saw(
    api: ApiFactory, maya: Person, tomas: Person, live: Sync, feature: Commitment
) -> None:
    body = {"subject": "", "seen": subject(feature)}
    first, again = api(maya).post(one(live, "item/"), body), api(tomas).post(one(live, "item/"), body)

    assert [(each.status_code, each.json()["current"]) for each in (first, again)] == [(200, ""), (200, "")]


def test_going_on_from_what_is_no_longer_there_is_refused(api: ApiFactory, maya: Person, live: Sync) -> None:
    response = api(maya).post(one(live, "item/"), {"subject": "", "seen": "topic/1"})
    error = response.json()["error"]

    assert (response.status_code, error["code"], error["current"]) == (409, "item_moved", live_item(live))


def live_item(sync: Sync) -> str:
    sync.refresh_from_db()
    return sync.current


def test_a_decision_has_an_owner_and_is_listed(
    api: ApiFactory, maya: Person, dana: Person, live: Sync, feature: Commitment
) -> None:
    client = api(maya)
    response = client.post(
        one(live, "decisions/"), {"subject": subject(feature), "kind": "keep", "note": "As planned."}
    )
    said = {
        "subject": subject(feature),
        "kind": "keep",
        "note": "As planned.",
        "owner": dana.email,
        "made_by": maya.email,
        "made_at": "2027-03-03T09:00:00Z",
        "revision": 1,
    }

    assert (response.status_code, response.json()) == (201, said)
    assert client.get(one(live, "decisions/")).json()["results"] == [said]
    whole = client.get(one(live)).json()
    assert (whole["decisions"], whole["agenda"]) == ([said], [])


def test_who_decides_second_is_told_what_was_decided(
    api: ApiFactory, maya: Person, tomas: Person, live: Sync, feature: Commitment
) -> None:
    api(maya).post(one(live, "decisions/"), {"subject": subject(feature), "kind": "keep"})
    response = api(tomas).post(one(live, "decisions/"), {"subject": subject(feature), "kind": "park"})
    error = response.json()["error"]

    assert (response.status_code, error["code"], error["decision"]["kind"], error["decision"]["made_by"]) == (
        409,
        "decided_meanwhile",
        "keep",
        maya.email,
    )
    assert error["message"].startswith("Maya Okafor has just decided: it stays as it is.")


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"subject": "commitment/999999"}, 422, "subject"),
        ({"subject": "nothing"}, 422, "subject"),
        ({"kind": "forget"}, 400, "kind"),
        ({"owner": "nobody@acme.example"}, 422, "owner"),
        ({"revision": 3}, 422, "revision"),
        ({"why": "x"}, 400, "why"),
    ],
)
def test_what_cannot_be_decided(
    api: ApiFactory,
    maya: Person,
    live: Sync,
    feature: Commitment,
    changed: dict[str, object],
    status: int,
    field: str,
) -> None:
    response = api(maya).post(one(live, "decisions/"), {"subject": subject(feature), "kind": "keep"} | changed)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (status, [field])
    assert not Decision.objects.exists()


def test_nothing_is_decided_before_the_start(api: ApiFactory, maya: Person, sync: Sync, feature: Commitment) -> None:
    response = api(maya).post(one(sync, "decisions/"), {"subject": subject(feature), "kind": "keep"})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "sync_not_live")


def test_who_comes_is_there(
    api: ApiFactory, maya: Person, lena: Person, live: Sync, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(live.starts_at + timedelta(minutes=10), tick=False)
    client = api(lena)
    client.post(one(live, "attendance/"))
    said = client.post(one(live, "attendance/")).json()["attendance"]

    assert said == client.get(one(live, "attendance/")).json()["results"]
    assert said == [
        {"person": maya.email, "arrived_at": "2027-03-03T09:00:00Z"},
        {"person": lena.email, "arrived_at": "2027-03-03T09:10:00Z"},
    ]


def test_who_takes_no_part_does_not_come(api: ApiFactory, outsider: Person, live: Sync) -> None:
    assert api(outsider).post(one(live, "attendance/")).status_code == 403


def test_closing_it_says_what_it_cost(
    api: ApiFactory, maya: Person, lena: Person, live: Sync, time_machine: TimeMachineFixture
) -> None:
    api(lena).post(one(live, "attendance/"))
    time_machine.move_to(live.starts_at + timedelta(minutes=24, seconds=1), tick=False)
    client = api(maya)
    said = client.post(one(live, "close/")).json()
    again = client.post(one(live, "close/"))

    assert (said["held_at"], said["person_minutes"]) == ("2027-03-03T09:24:01Z", 50)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "sync_settled")
