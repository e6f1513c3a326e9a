from typing import Any

import pytest

from agreements.models import Agreement, Alternative, Amendment, Commitment, Metric
from teams.models import Person
from tests.agreements.api.amendments.asking import AMENDMENTS, ask, asked, later
from tests.conftest import ApiFactory


def test_a_change_is_told_whole(api: ApiFactory, dana: Person, feature: Commitment, outreach: Commitment) -> None:
    sent = later(feature, trade="date", implications={"sales": "The briefing moves."})
    response = api(dana).post(AMENDMENTS, asked(sent))
    told = response.json()
    (way,) = told.pop("alternatives")

    assert (response.status_code, response.headers["ETag"]) == (201, f'"{Amendment.objects.get().revision}"')
    assert told | {"id": 0} == {
        "id": 0,
        "agreement": 31,
        "number": 1,
        "state": "open",
        "reason": "Rounding breaks the invoice.",
        "topic": "",
        "asked_by": "dana.whitfield@acme.example",
        "asked_at": "2027-03-01T09:00:00Z",
        "notice_days": 10,
        "is_early": True,
        "answer_by": "2027-03-11",
        "agreed": None,
        "closed_at": None,
        "agreements": [31],
        "elsewhere": 0,
        "affected": [
            {"person": "maya.okafor@acme.example", "answer": None, "alternative": None},
            {"person": "tomas.lindqvist@acme.example", "answer": None, "alternative": None},
            {"person": "dana.whitfield@acme.example", "answer": "accept", "alternative": way["id"]},
            {"person": "lena.brandt@acme.example", "answer": None, "alternative": None},
        ],
    }
    assert {name: way[name] for name in ("label", "trade", "implications", "changes")} == {
        "label": "One week later",
        "trade": "date",
        "implications": {"sales": "The briefing moves."},
        "changes": [{"commitment": feature.pk, "due_on": "2027-03-22", "was": {"due_on": "2027-03-15"}}],
    }
    assert [(row["commitment"], row["effect"], row["was"], row["now"]) for row in way["ripple"]] == [
        (feature.pk, "changed", "2027-03-15", "2027-03-22"),
        (outreach.pk, "moved", "2027-03-16", "2027-03-23"),
    ]
    assert way["content_hash"] == Alternative.objects.get().content_hash


@pytest.mark.parametrize(("topic", "status", "kept"), [(" Rollout ", 201, ["Rollout"]), ("x" * 81, 400, [])])
def test_what_it_is_about_in_a_few_words(
    api: ApiFactory, dana: Person, feature: Commitment, topic: str, status: int, kept: list[str]
) -> None:
    response = api(dana).post(AMENDMENTS, asked(later(feature), topic=topic))
    assert (response.status_code, list(Amendment.objects.values_list("topic", flat=True))) == (status, kept)


def test_every_line_of_the_ripple_says_who_must_consent(
    api: ApiFactory, dana: Person, feature: Commitment, outreach: Commitment
) -> None:
    moved = ask(api, dana, later(feature))["alternatives"][0]["ripple"][1]

    assert moved == {
        "commitment": outreach.pk,
        "agreement": 31,
        "label": "A-31.2",
        "deliverable": "The outreach",
        "owner": "lena.brandt@acme.example",
        "effect": "moved",
        "depth": 1,
        "was": "2027-03-16",
        "now": "2027-03-23",
        "needed_by": None,
        "breaks_needed_by": False,
        "is_new_break": False,
        "is_working_day": True,
        "before_upstream": False,
        "slack_was": 0,
        "slack_now": 0,
        "targets": [],
        "must_consent": [
            "lena.brandt@acme.example",
            "tomas.lindqvist@acme.example",
            "maya.okafor@acme.example",
        ],
        "told": ["dana.whitfield@acme.example"],
    }


def test_each_kind_of_change_comes_back_as_it_was_sent(
    api: ApiFactory, maya: Person, lena: Person, feature: Commitment, outreach: Commitment, trials: Metric
) -> None:
    cadence = {
        "frequency": "weekly",
        "interval": 1,
        "weekday": "tuesday",
        "nth": None,
        "time": "11:00",
        "minutes": 25,
        "time_zone": "Europe/Berlin",
        "starts_on": "2027-03-02",
    }
    promise = {
        "deliverable": "Support rota",
        "done_when": "Every shift has a name.",
        "owner": "dana.whitfield@acme.example",
        "team": "product",
        "for_team": "sales",
        "accepted_by": "lena.brandt@acme.example",
        "needed_by": None,
        "due_on": "2027-03-20",
        "waits_on": [{"commitment": feature.pk, "lag_days": 3}],
    }
    changes = [
        {"commitment": feature.pk, "deliverable": "The smaller feature", "needed_by": "2027-03-18"},
        {"metric": trials.pk, "target": "450", "target_on": "2027-09-01"},
        {"cadence": cadence},
        {"add_commitment": promise},
        {"drop_commitment": outreach.pk},
    ]
    way = ask(api, maya, {"label": "Less, and together", "changes": changes})["alternatives"][0]

    was = [change.pop("was") for change in way["changes"]]
    assert way["changes"] == changes
    assert was[0] == {"deliverable": "The feature", "needed_by": None}
    assert was[1] == {"target": "500", "target_on": "2027-08-01"}
    assert (was[2]["weekday"], was[3], was[4]) == ("monday", {}, {"state": "open"})
    assert (way["trade"], way["implications"]) == (None, "")


def test_alternatives_come_back_in_their_order(api: ApiFactory, dana: Person, feature: Commitment) -> None:
    ways = [later(feature, f"2027-03-{day}", label=f"By the {day}th") for day in (24, 19, 22)]

    assert [way["label"] for way in ask(api, dana, *ways)["alternatives"]] == [
        "By the 24th",
        "By the 19th",
        "By the 22th",
    ]


def test_what_follows_is_veiled_out_of_sight(
    api: ApiFactory, dana: Person, feature: Commitment, audit: Commitment
) -> None:
    told = ask(api, dana, later(feature))
    veiled = told["alternatives"][0]["ripple"][-1]

    assert (veiled["commitment"], veiled["agreement"], veiled["owner"], veiled["was"]) == (None, None, None, None)
    assert (veiled["deliverable"], veiled["now"]) == ("a commitment in another agreement", "2027-03-24")
    assert len(veiled["must_consent"]) == 2
    assert (told["agreements"], told["elsewhere"]) == ([31], 1)
    assert "Security audit" not in str(told)


def test_those_it_reaches_elsewhere_see_their_own_lines(
    api: ApiFactory, dana: Person, feature: Commitment, audit: Commitment
) -> None:
    Agreement.objects.filter(number=31).update(visibility="parties")
    amendment = ask(api, dana, later(feature))
    assert audit.owner is not None
    told = api(audit.owner).get(f"/api/v1/amendments/{amendment['id']}/").json()

    assert (told["agreement"], told["agreements"], told["elsewhere"]) == (None, [27], 1)
    assert told["alternatives"][0]["changes"] == [{"commitment": None, "was": {}}]
    assert [row["deliverable"] for row in told["alternatives"][0]["ripple"]] == [
        "a commitment in another agreement",
        "a commitment in another agreement",
        "Security audit",
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "alternatives.0.changes.0"),
        ({"commitment": 1, "metric": 1, "due_on": "2027-03-22"}, "alternatives.0.changes.0"),
        ({"commitment": 1, "target": "4"}, "alternatives.0.changes.0.target"),
        ({"drop_commitment": 1, "due_on": "2027-03-22"}, "alternatives.0.changes.0.due_on"),
        ({"commitment": 1, "due": "2027-03-22"}, "alternatives.0.changes.0.due"),
    ],
)
def test_a_change_of_no_shape_is_refused(
    api: ApiFactory, dana: Person, signed: Agreement, change: dict[str, Any], field: str
) -> None:
    response = api(dana).post(AMENDMENTS, asked({"label": "Another way", "changes": [change]}))

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, [field])


@pytest.mark.parametrize("implications", [4, ["moves"], {"sales": 3}, None])
def test_implications_of_no_shape_are_refused(
    api: ApiFactory, dana: Person, feature: Commitment, implications: Any
) -> None:
    response = api(dana).post(AMENDMENTS, asked(later(feature, implications=implications)))

    assert (response.status_code, list(response.json()["error"]["fields"])) == (
        400,
        ["alternatives.0.implications"],
    )


@pytest.mark.parametrize(
    ("way", "field"),
    [
        ({"label": "Never", "changes": []}, "alternatives.0.changes"),
        ({"label": "Other", "changes": [{"commitment": 999999, "due_on": "2027-03-22"}]}, "commitment"),
        ({"label": "Other", "changes": [{"metric": 999999, "target": "1"}]}, "metric"),
        ({"label": "Other", "changes": [{"drop_commitment": 999999}]}, "commitment"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    api: ApiFactory, dana: Person, signed: Agreement, way: dict[str, Any], field: str
) -> None:
    response = api(dana).post(AMENDMENTS, asked(way))

    assert response.status_code == 422
    assert next(iter(response.json()["error"]["fields"])).endswith(field)


def test_four_alternatives_are_too_many_at_first(api: ApiFactory, dana: Person, feature: Commitment) -> None:
    response = api(dana).post(AMENDMENTS, asked(*[later(feature)] * 5))

    assert (response.status_code, list(response.json()["error"]["fields"])) == (422, ["alternatives"])


def test_who_has_no_part_in_it_does_not_ask(api: ApiFactory, outsider: Person, feature: Commitment) -> None:
    assert api(outsider).post(AMENDMENTS, asked(later(feature))).status_code == 403


def test_the_same_key_asks_once(api: ApiFactory, dana: Person, feature: Commitment) -> None:
    client = api(dana)
    first, second = (client.post(AMENDMENTS, asked(later(feature)), HTTP_IDEMPOTENCY_KEY="k-1") for _ in range(2))

    assert (first.status_code, first.content) == (201, second.content)
    assert Amendment.objects.count() == 1


def test_the_agreement_is_in_renegotiation(api: ApiFactory, dana: Person, feature: Commitment) -> None:
    ask(api, dana, later(feature))

    assert api(dana).get("/api/v1/agreements/31/").json()["in_renegotiation"] is True
