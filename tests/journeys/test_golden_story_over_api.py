"""The golden story of PRODUCT 3.5, told through the API alone.

Product promises the feature by Monday 15 March 2027; Sales starts outreach on 16 March, a day after it at the earliest.
In early March Product expects the 22nd; everybody agrees in time, and nobody is late.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from agreements.models import Change
from agreements.operations.cadences import materialise_syncs
from agreements.operations.drift import sweep
from agreements.operations.lapses import lapse_commitments
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
NEXT_DAY = datetime(2027, 3, 4, 9, tzinfo=UTC)
NEW_DATE = datetime(2027, 3, 22, 9, tzinfo=UTC)


@pytest.fixture
def call(api: ApiFactory, product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person) -> Call:
    """`call(maya, "get", "agreements/1/")` is what the API answers with, `expects` the status of a refusal."""
    with time_machine.travel(AGREED, tick=False):
        clients: dict[Person, APIClient] = {person: api(person) for person in (maya, tomas, dana, lena)}

    def called(person: Person, method: str, path: str, body: dict[str, Any] | None = None, expects: int = 0) -> Any:
        response = getattr(clients[person], method)(f"/api/v1/{path}", body)
        assert response.status_code in ({expects} if expects else {200, 201}), response.json()
        return response.json()

    return called


def test_the_launch_from_its_draft_to_its_new_date(
    call: Call, maya: Person, tomas: Person, dana: Person, lena: Person
) -> None:
    with time_machine.travel(AGREED, tick=False):
        here, feature, outreach = it_is_drafted(call, maya)
        it_lacks_nothing_that_blocks(call, maya, here)
        proposed = it_is_proposed(call, maya, here)
        it_is_read_back(call, here, outreach, dana, tomas)
        it_is_signed(call, here, proposed, maya, tomas)
    with time_machine.travel(EARLY_MARCH, tick=False):
        materialise_syncs(at=EARLY_MARCH)
        the_owner_says_when_it_comes(call, dana, feature)
        sweep(at=EARLY_MARCH)
        the_flags_say_why(call, lena, here, feature, outreach)
        the_next_sync_begins_with_it(call, tomas, here, feature)
        the_history_tells_it(call, tomas, here)
        the_chain_is_shown_before_anything_is_sent(call, dana, here, feature, outreach)
        change = a_change_is_asked(call, dana, here, feature)
    with time_machine.travel(NEXT_DAY, tick=False):
        nothing_moves_before_all_have_answered(call, change, outreach, maya, tomas, lena)
        all_moves_at_once(call, change, here, feature, outreach, lena)
        the_versions_say_what_changed(call, tomas, here)
    with time_machine.travel(NEW_DATE, tick=False):
        lapse_commitments(at=NEW_DATE)
        sweep(at=NEW_DATE)
        nobody_is_late(call, feature, outreach, dana, lena)


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


def it_is_proposed(call: Call, maya: Person, here: str) -> dict[str, Any]:
    proposed: dict[str, Any] = call(maya, "post", f"{here}proposal/")
    assert proposed["state"] == "readback"
    return proposed


def it_is_read_back(call: Call, here: str, outreach: int, dana: Person, tomas: Person) -> None:
    """Dana heard what is written; Tomas heard another day for the outreach, and says why that is fine."""
    call(dana, "post", f"{here}readbacks/", {"text": "We deliver the feature to Sales by 15 March."})
    heard = {"text": "Product gives us the feature in mid-March. We start the outreach on 22 March."}
    own = call(tomas, "post", f"{here}readbacks/", heard)
    (difference,) = own["differences"]
    assert (difference["commitment"], difference["field"], difference["recorded"], difference["heard"]) == (
        outreach,
        "due_on",
        "2027-03-16",
        "2027-03-22",
    )
    hash_seen = {"terms_hash": call(tomas, "get", here)["terms_hash"]}
    refused = call(tomas, "post", f"{here}signatures/", hash_seen, expects=409)
    assert refused["error"]["code"] == "differences_open"
    settled = {"difference": difference["id"], "note": "The 22nd is our kick-off; calls start on the 16th."}
    call(tomas, "post", f"readbacks/{own['id']}/resolution/", settled)


def it_is_signed(call: Call, here: str, proposed: dict[str, Any], maya: Person, tomas: Person) -> None:
    terms = {"terms_hash": proposed["terms_hash"]}
    states = [call(person, "post", f"{here}signatures/", terms)["state"] for person in (maya, tomas)]
    (version,) = call(tomas, "get", f"{here}versions/")["results"]

    assert states == ["readback", "active"]
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
        "Maya Okafor signed for Product, without saying the terms back",
    ]


def the_chain_is_shown_before_anything_is_sent(
    call: Call, dana: Person, here: str, feature: int, outreach: int
) -> None:
    before = Change.objects.count()
    shown = call(dana, "post", f"{here}ripple/", asked(feature))["alternatives"]

    assert [[(line["commitment"], line["was"], line["now"]) for line in one["ripple"]] for one in shown] == [
        [(feature, "2027-03-15", "2027-03-22"), (outreach, "2027-03-16", "2027-03-23")],
        [(feature, "2027-03-15", "2027-03-15")],
    ]
    assert Change.objects.count() == before


def asked(feature: int) -> dict[str, Any]:
    later = {"commitment": feature, "due_on": "2027-03-22"}
    smaller = {"commitment": feature, "deliverable": "The feature without hourly usage"}
    return {
        "reason": "Hourly usage takes a week more.",
        "alternatives": [
            {"label": "A week later", "changes": [later]},
            {"label": "Less of it in time", "changes": [smaller]},
        ],
    }


def a_change_is_asked(call: Call, dana: Person, here: str, feature: int) -> dict[str, Any]:
    """Eight working days before the 15th: 4, 5, 8, 9, 10, 11, 12 and the 15th itself."""
    change: dict[str, Any] = call(dana, "post", f"{here}amendments/", asked(feature))
    answers = {(row["person"], row["answer"]) for row in change["affected"]}

    assert (change["state"], change["notice_days"], change["is_early"]) == ("open", 8, True)
    assert answers == {
        ("dana.whitfield@acme.example", "accept"),
        ("lena.brandt@acme.example", None),
        ("maya.okafor@acme.example", None),
        ("tomas.lindqvist@acme.example", None),
    }
    assert call(dana, "get", here)["in_renegotiation"]
    return change


def nothing_moves_before_all_have_answered(
    call: Call, change: dict[str, Any], outreach: int, maya: Person, tomas: Person, lena: Person
) -> None:
    accept = {"alternative": change["alternatives"][0]["id"], "answer": "accept"}
    states = [call(person, "post", f"amendments/{change['id']}/consents/", accept)["state"] for person in (maya, tomas)]

    assert (states, call(lena, "get", f"commitments/{outreach}/")["due_on"]) == (["open", "open"], "2027-03-16")


def all_moves_at_once(call: Call, change: dict[str, Any], here: str, feature: int, outreach: int, lena: Person) -> None:
    accept = {"alternative": change["alternatives"][0]["id"], "answer": "accept"}
    agreed = call(lena, "post", f"amendments/{change['id']}/consents/", accept)
    moved = [call(lena, "get", f"commitments/{pk}/") for pk in (feature, outreach)]
    now = call(lena, "get", here)

    assert (agreed["state"], now["version"], now["in_renegotiation"]) == ("agreed", 2, False)
    assert [(one["due_on"], one["original_due_on"], one["outcome"], one["health"]) for one in moved] == [
        ("2027-03-22", "2027-03-15", "adjusted_early", "on_track"),
        ("2027-03-23", "2027-03-16", None, "on_track"),
    ]


def the_versions_say_what_changed(call: Call, tomas: Person, here: str) -> None:
    compared = call(tomas, "get", f"{here}versions/1..2/")["differences"]

    assert [(line["name"], line["field"], line["was"], line["now"]) for line in compared] == [
        ("The feature", "due_on", "2027-03-15", "2027-03-22"),
        ("The outreach", "due_on", "2027-03-16", "2027-03-23"),
    ]


def nobody_is_late(call: Call, feature: int, outreach: int, dana: Person, lena: Person) -> None:
    """A week after the first date: delivered and accepted on the new one, adjusted early, and none lapsed."""
    call(dana, "post", f"commitments/{feature}/delivery/", {"evidence": "Ten customers use it."})
    call(lena, "post", f"commitments/{feature}/acceptance/")
    call(lena, "post", f"commitments/{outreach}/check-ins/", {"standing": "on_track"})
    (done,) = call(lena, "get", "commitments/?state=accepted")["results"]
    still_open = call(lena, "get", f"commitments/{outreach}/")

    assert (done["id"], done["outcome"]) == (feature, "adjusted_early")
    assert (still_open["state"], still_open["health"]) == ("open", "on_track")
    assert call(lena, "get", "commitments/?state=lapsed")["results"] == []
