"""The story of PRODUCT 3.5 up to its flags, told through the API alone.

Product promises the feature by Monday 15 March 2027; Sales starts outreach on 16 March, a day after it at the earliest.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from agreements.operations.cadences import materialise_syncs
from agreements.operations.drift import sweep
from teams.models import Person, Team
from tests.conftest import ApiFactory

type Call = Callable[..., Any]

PARTIES = [
    {"team": "product", "representative": "maya.okafor@acme.example", "gains": "A launch that the field carries."},
    {"team": "sales", "representative": "tomas.lindqvist@acme.example", "gains": "Dates to plan outreach on."},
]
LAUNCH = {"title": "Feature launch", "shared_goal": "Customers who use the feature.", "parties": PARTIES}
FEATURE = {
    "deliverable": "The feature",
    "done_when": "The first ten customers use it.",
    "owner": "dana.whitfield@acme.example",
    "team": "product",
    "for_team": "sales",
    "accepted_by": "lena.brandt@acme.example",
    "due_on": "2027-03-15",
}
OUTREACH = {
    "deliverable": "The outreach",
    "done_when": "Forty accounts have had a call.",
    "owner": "lena.brandt@acme.example",
    "team": "sales",
    "for_team": "product",
    "accepted_by": "dana.whitfield@acme.example",
    "due_on": "2027-03-16",
}
ADOPTION = {"name": "Adoption rate", "unit": "%", "direction": "up", "baseline": "0", "target": "35"}
FEEDBACK = {"name": "Customer feedback", "unit": "points", "direction": "up", "baseline": "6.5", "target": "8"}
BIWEEKLY = {"frequency": "weekly", "interval": 2, "weekday": "monday", "time": "10:00", "starts_on": "2027-03-02"}
AGREED = datetime(2027, 2, 22, 9, tzinfo=UTC)
EARLY_MARCH = datetime(2027, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def call(api: ApiFactory, product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person) -> Call:
    """`call(maya, "get", "agreements/1/")` is what the API answers with when it does not refuse."""
    with time_machine.travel(AGREED, tick=False):
        clients: dict[Person, APIClient] = {person: api(person) for person in (maya, tomas, dana, lena)}

    def called(person: Person, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        response = getattr(clients[person], method)(f"/api/v1/{path}", body)
        assert response.status_code in {200, 201}, response.json()
        return response.json()

    return called


def test_the_launch_from_its_draft_to_its_flags(
    call: Call, maya: Person, tomas: Person, dana: Person, lena: Person
) -> None:
    with time_machine.travel(AGREED, tick=False):
        here, feature, outreach = it_is_drafted(call, maya)
        it_lacks_nothing_that_blocks(call, maya, here)
        it_is_signed(call, here, maya, tomas)
    with time_machine.travel(EARLY_MARCH, tick=False):
        materialise_syncs(at=EARLY_MARCH)
        the_owner_says_when_it_comes(call, dana, feature)
        sweep(at=EARLY_MARCH)
        the_flags_say_why(call, lena, here, feature, outreach)
        the_next_sync_begins_with_it(call, tomas, here, feature)
        the_history_tells_it(call, tomas, here)


def it_is_drafted(call: Call, maya: Person) -> tuple[str, int, int]:
    here = f"agreements/{call(maya, 'post', 'agreements/', LAUNCH)['number']}/"
    feature = call(maya, "post", f"{here}commitments/", FEATURE)["id"]
    waits_on = [{"commitment": feature, "lag_days": 1}]
    outreach = call(maya, "post", f"{here}commitments/", OUTREACH | {"waits_on": waits_on})["id"]
    for metric in (ADOPTION, FEEDBACK):
        call(maya, "post", f"{here}metrics/", metric | {"target_on": "2027-06-30", "reporter": None})
    assert call(maya, "put", f"{here}cadence/", BIWEEKLY)["next"][0] == "2027-03-08T10:00:00+01:00"
    return here, feature, outreach


def it_lacks_nothing_that_blocks(call: Call, maya: Person, here: str) -> None:
    problems = call(maya, "get", f"{here}lint/")["problems"]

    assert [(problem["code"], problem["blocking"]) for problem in problems] == [
        ("no_review_date", False),
        ("one_way_dependencies", False),
    ]


def it_is_signed(call: Call, here: str, maya: Person, tomas: Person) -> None:
    proposed = call(maya, "post", f"{here}proposal/")
    terms = {"terms_hash": proposed["terms_hash"]}
    states = [call(person, "post", f"{here}signatures/", terms)["state"] for person in (maya, tomas)]
    (version,) = call(tomas, "get", f"{here}versions/")["results"]

    assert (proposed["state"], states) == ("readback", ["readback", "active"])
    assert (version["number"], version["terms_hash"], version["in_force_at"]) == (
        1,
        proposed["terms_hash"],
        "2027-02-22T09:00:00Z",
    )


def the_owner_says_when_it_comes(call: Call, dana: Person, feature: int) -> None:
    answer = {"standing": "off_track", "expected_on": "2027-03-22", "note": "Hourly usage takes a week more."}
    call(dana, "post", f"commitments/{feature}/check-ins/", answer)
    said = call(dana, "get", f"commitments/{feature}/")

    assert (said["standing"], said["expected_on"], said["due_on"], said["health"]) == (
        "off_track",
        "2027-03-22",
        "2027-03-15",
        "drifting",
    )


def the_flags_say_why(call: Call, lena: Person, here: str, feature: int, outreach: int) -> None:
    """Lena waits for the feature with her outreach; of that she hears first."""
    flags = call(lena, "get", f"flags/?open=true&agreement={here.split('/')[1]}")["results"]
    wanted = [flag for flag in flags if flag["commitment"] is not None]

    assert {(flag["subject"], flag["rule"], flag["strength"], flag["sentence"]) for flag in wanted} == {
        (
            f"commitment/{feature}",
            "off_track",
            "strong",
            "Dana Whitfield said on 3 Mar that it needs to be adjusted.",
        ),
        (
            f"commitment/{feature}",
            "expected_after_due",
            "strong",
            "Dana Whitfield expects it on 22 Mar, 7 days after its date.",
        ),
        (
            f"commitment/{outreach}",
            "upstream",
            "strong",
            "Waits for The feature, which now lands 7 days after this one is due.",
        ),
    }
    assert all(date.fromisoformat(flag["opened_at"][:10]) < date(2027, 3, 15) for flag in wanted)


def the_next_sync_begins_with_it(call: Call, tomas: Person, here: str, feature: int) -> None:
    coming = [sync for sync in call(tomas, "get", f"{here}syncs/")["results"] if sync["starts_at"] > "2027-03-03"]
    agenda = call(tomas, "get", f"syncs/{coming[0]['id']}/")["agenda"]

    assert (coming[0]["slot_on"], agenda[0]["commitment"], agenda[0]["is_drifting"]) == ("2027-03-08", feature, True)


def the_history_tells_it(call: Call, tomas: Person, here: str) -> None:
    entries = call(tomas, "get", f"{here}history/")["results"]

    assert [entry["text"] for entry in entries[:4]] == [
        "Dana Whitfield checked in: need to adjust, expects it on 22 Mar",
        "Version 1 came into force, signed by everybody",
        "Tomas Lindqvist signed for Sales",
        "Maya Okafor signed for Product",
    ]
