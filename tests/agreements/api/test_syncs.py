from datetime import date, datetime, timedelta

import pytest
import time_machine
from pytest_django.asserts import assertNumQueries

from agreements.domain.commitments import Standing
from agreements.models import Agreement, Commitment, DriftFlag, Sync
from agreements.operations.checkins import check_in
from agreements.operations.drafts import CheckInDraft
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import SyncFactory

OF_LAUNCH = "/api/v1/agreements/32/syncs/"


def one(sync: Sync, act: str = "") -> str:
    return f"/api/v1/syncs/{sync.pk}/{act}"


def row(sync: Sync) -> dict[str, object]:
    return {
        "id": sync.pk,
        "agreement": 32,
        "number": 1,
        "slot_on": "2027-03-03",
        "starts_at": "2027-03-03T09:00:00Z",
        "minutes": 30,
        "moderator": None,
        "moved_from": None,
        "move_reason": "",
        "sequence": 0,
        "started_at": None,
        "current": "",
        "held_at": None,
        "cancelled_at": None,
        "cancel_reason": "",
        "person_minutes": None,
    }


def test_the_syncs_by_their_start(api: ApiFactory, maya: Person, sync: Sync) -> None:
    later = SyncFactory.create(cadence=sync.cadence, number=2, slot_on=date(2027, 3, 15))
    said = api(maya).get(OF_LAUNCH).json()

    assert (said["results"][0], [each["id"] for each in said["results"]]) == (row(sync), [sync.pk, later.pk])


def test_one_sync_with_its_agenda(
    api: ApiFactory, maya: Person, dana: Person, sync: Sync, feature: Commitment, at: datetime
) -> None:
    check_in(actor=dana, at=at, commitment=feature, answer=CheckInDraft(standing=Standing.OFF_TRACK))

    assert api(maya).get(one(sync)).json() == row(sync) | {
        "agenda": [
            {
                "subject": f"commitment/{feature.pk}",
                "title": "The feature",
                "reason": "Dana Whitfield said on 1 Mar that it needs to be adjusted.",
                "section": "drifting",
                "minutes": 5,
                "is_drifting": True,
                "is_parked": False,
                "commitment": feature.pk,
            }
        ],
        "aside": [],
        "on_track": 1,
        "planned_minutes": 5,
        "may_cancel_itself": False,
        "decisions": [],
        "attendance": [],
    }


def test_the_agenda_keeps_the_seal(
    api: ApiFactory, maya: Person, dana: Person, lena: Person, sync: Sync, feature: Commitment, at: datetime
) -> None:
    """Some doubt, said in the round of this sync: the receiver reads of it after answering."""
    Commitment.objects.filter(pk=feature.pk).update(due_on=date(2027, 6, 15))
    check_in(actor=dana, at=at, commitment=feature, answer=CheckInDraft(standing=Standing.AT_RISK))
    DriftFlag.objects.all().delete()
    maya_reads, lena_reads = (api(person).get(one(sync)).json() for person in (maya, lena))

    assert ([item["reason"] for item in maya_reads["agenda"]], lena_reads["agenda"]) == (
        ["Its owner has some doubt."],
        [],
    )


def test_recording_it_as_held(api: ApiFactory, maya: Person, sync: Sync) -> None:
    with time_machine.travel(sync.starts_at, tick=False):
        response = api(maya).post(one(sync, "close/"))
    said = response.json()

    assert (response.status_code, said["held_at"], said["agenda"], said["on_track"]) == (
        200,
        "2027-03-03T09:00:00Z",
        [],
        0,
    )


def test_what_has_not_begun_is_not_held(api: ApiFactory, maya: Person, sync: Sync) -> None:
    response = api(maya).post(one(sync, "close/"))

    assert (response.status_code, response.json()["error"]["code"]) == (409, "sync_not_begun")


def test_calling_it_off(api: ApiFactory, maya: Person, sync: Sync) -> None:
    response = api(maya).post(one(sync, "cancellation/"), {"reason": "All on track."})
    said = response.json()

    assert (response.status_code, said["cancelled_at"], said["cancel_reason"]) == (
        200,
        "2027-03-01T09:00:00Z",
        "All on track.",
    )


@pytest.mark.parametrize(("body", "status"), [({}, 400), ({"reason": " "}, 422)])
def test_it_is_called_off_with_a_reason(
    api: ApiFactory, maya: Person, sync: Sync, body: dict[str, str], status: int
) -> None:
    response = api(maya).post(one(sync, "cancellation/"), body)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (status, ["reason"])


def test_what_has_begun_is_not_called_off(api: ApiFactory, maya: Person, sync: Sync) -> None:
    with time_machine.travel(sync.starts_at + timedelta(minutes=1), tick=False):
        response = api(maya).post(one(sync, "cancellation/"), {"reason": "Nobody came."})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "sync_begun")


@pytest.mark.parametrize("act", ["close/", "cancellation/"])
def test_who_is_no_party_does_neither(api: ApiFactory, outsider: Person, sync: Sync, act: str) -> None:
    body = {} if act == "close/" else {"reason": "No."}

    assert api(outsider).post(one(sync, act), body).status_code == 403


@pytest.mark.parametrize("act", ["", "close/", "cancellation/"])
def test_what_one_may_not_see_is_absent(
    api: ApiFactory, outsider: Person, private: Agreement, sync: Sync, act: str
) -> None:
    client = api(outsider)
    method = client.post if act else client.get
    unseen, absent = method(one(sync, act)), method(f"/api/v1/syncs/999999/{act}")

    assert (unseen.status_code, unseen.content) == (404, absent.content)


def test_all_syncs_in_ones_sight_from_an_instant_on(
    api: ApiFactory, maya: Person, outsider: Person, private: Agreement, sync: Sync
) -> None:
    later = SyncFactory.create(cadence=sync.cadence, number=2, slot_on=date(2027, 3, 15))
    since = {"from": "2027-03-10T00:00:00Z", "agreement": "32"}
    hers, his = (api(person).get("/api/v1/syncs/", since).json()["results"] for person in (maya, outsider))

    assert ([row["id"] for row in hers], his) == ([later.pk], [])


def test_a_sync_moves_once_and_says_where_it_was(api: ApiFactory, maya: Person, sync: Sync) -> None:
    body = {"starts_at": "2027-03-04T13:00:00Z", "reason": "Half of us travel."}
    response = api(maya).post(one(sync, "move/"), body)
    said = response.json()

    assert (response.status_code, said["starts_at"], said["moved_from"], said["sequence"]) == (
        200,
        "2027-03-04T13:00:00Z",
        "2027-03-03T09:00:00Z",
        1,
    )


def test_a_move_needs_a_moment_to_come_and_a_reason(api: ApiFactory, maya: Person, sync: Sync) -> None:
    response = api(maya).post(one(sync, "move/"), {"starts_at": "2027-02-04T13:00:00Z", "reason": ""})

    assert (response.status_code, sorted(response.json()["error"]["fields"])) == (422, ["reason", "starts_at"])


def test_somebody_else_moderates_it_once(api: ApiFactory, maya: Person, sync: Sync, dana: Person) -> None:
    client = api(maya)
    client.put("/api/v1/agreements/32/rota/", {"people": [maya.email]})
    named = client.post(one(sync, "facilitator/"), {"person": dana.email}).json()
    again = client.post(one(sync, "facilitator/"), {"person": None}).json()

    assert (named["moderator"], again["moderator"]) == (dana.email, maya.email)


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(api: ApiFactory, maya: Person, sync: Sync, more: int) -> None:
    for week in range(more):
        SyncFactory.create(cadence=sync.cadence, number=2 + week, slot_on=date(2027, 3, 15) + timedelta(weeks=2 * week))
    client = api(maya)
    with assertNumQueries(6):
        client.get(OF_LAUNCH)
