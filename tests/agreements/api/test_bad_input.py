"""Whatever is sent where something else belongs, the answer is a refusal and never an error of ours."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from agreements.models import Agreement, DriftFlag, Metric, Sync
from agreements.operations.deliveries import deliver
from agreements.operations.proposals import propose
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import AgreementFactory, DriftFlagFactory, MetricFactory, SyncFactory
from tests.races import LONG

SOME: list[Any] = [None, True, 10**30, "", "x" * 5000, "\ud800", "9999-12-31", [None], {}]
ALL: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    "",
    " ",
    "x" * 5000,
    "\x00",
    "\ud800",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    [],
    [[]],
    [None],
    {},
    {"\ud800": [{}]},
]
WRONG = ALL if LONG else SOME
PARTY = {"team": "sales", "representative": "tomas.lindqvist@acme.example", "gains": "Dates"}
AGREEMENT = {
    "title": "Launch",
    "shared_goal": "500 trials a month.",
    "time_zone": "Europe/Berlin",
    "facilitator": "maya.okafor@acme.example",
    "visibility": "organisation",
    "notice_days": 5,
    "starts_on": "2027-03-01",
    "review_on": "2027-06-01",
    "answer_within_days": 10,
    "parties": [PARTY],
}
COMMITMENT = {
    "deliverable": "The guide",
    "done_when": "Everybody has it.",
    "owner": "dana.whitfield@acme.example",
    "team": "product",
    "for_team": "sales",
    "accepted_by": "lena.brandt@acme.example",
    "needed_by": "2027-03-20",
    "due_on": "2027-03-18",
    "waits_on": [{"commitment": 1, "lag_days": 1}],
}
METRIC = {
    "name": "Trials",
    "unit": "trials",
    "direction": "up",
    "baseline": "150",
    "target": "500",
    "starts_on": "2027-03-01",
    "target_on": "2027-04-30",
    "bound": "100",
    "bound_kind": "at_least",
    "bound_on": 1,
    "reporter": "tomas.lindqvist@acme.example",
    "every_days": 7,
}
CADENCE = {
    "frequency": "monthly",
    "interval": 1,
    "weekday": "monday",
    "nth": 1,
    "time": "10:00",
    "minutes": 30,
    "time_zone": "Europe/Berlin",
    "starts_on": "2027-03-01",
}
READING = {"on": "2027-02-22", "value": "118", "note": "Fair."}
CHECK_IN = {"standing": "at_risk", "expected_on": "2027-03-17", "note": "It may take longer."}
REASON = {"reason": "Because."}
MOVE = {"starts_at": "2027-03-04T09:00:00Z", "reason": "Half of us travel."}
DECISION = {"subject": "agreement/32", "kind": "park", "note": "Later.", "owner": None, "revision": 0}

WRITES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("maya", "post", "agreements/", AGREEMENT),
    ("maya", "patch", "agreements/31/", AGREEMENT),
    ("maya", "post", "agreements/31/parties/", PARTY),
    ("maya", "post", "agreements/31/commitments/", COMMITMENT),
    ("maya", "patch", "commitments/{promise}/", COMMITMENT),
    ("maya", "post", "agreements/31/metrics/", METRIC),
    ("maya", "patch", "metrics/{measure}/", METRIC),
    ("maya", "put", "agreements/31/cadence/", CADENCE),
    ("maya", "post", "agreements/31/proposal/", {}),
    ("maya", "post", "agreements/33/signatures/", {"terms_hash": "0" * 64}),
    ("maya", "post", "agreements/31/withdrawal/", {}),
    ("maya", "post", "agreements/32/completion/", {}),
    ("maya", "post", "agreements/32/end/", REASON),
    ("dana", "post", "commitments/{feature}/check-ins/", CHECK_IN),
    ("dana", "post", "commitments/{feature}/delivery/", {"evidence": "https://example.org"}),
    ("dana", "post", "commitments/{outreach}/acceptance/", {}),
    ("dana", "post", "commitments/{outreach}/return/", REASON),
    ("dana", "post", "commitments/{outreach}/release/", REASON),
    ("tomas", "post", "metrics/{trials}/readings/", READING),
    ("maya", "post", "syncs/{sync}/close/", {}),
    ("maya", "post", "syncs/{sync}/cancellation/", REASON),
    ("maya", "post", "syncs/{sync}/move/", MOVE),
    ("maya", "post", "syncs/{sync}/facilitator/", {"person": "dana.whitfield@acme.example"}),
    ("maya", "post", "syncs/{live}/item/", {"subject": "", "seen": "topic/1"}),
    ("maya", "post", "syncs/{live}/decisions/", DECISION),
    ("maya", "post", "agreements/32/topics/", {"text": "Who tells the pilots?", "minutes": 5}),
    ("maya", "put", "agreements/32/rota/", {"people": ["dana.whitfield@acme.example"]}),
]
READS = [
    ("agreements/", ["state", "health", "party", "person", "q", "updated_since", "limit", "cursor"]),
    (
        "commitments/",
        ["agreement", "owner", "for_team", "owed_by", "owed_to", "state", "health", "due_before", "due_after", "q"],
    ),
    ("flags/", ["agreement", "person", "team", "rule", "strength", "open", "cursor"]),
    ("agreements/32/signatures/", ["version", "cursor"]),
    ("agreements/32/history/", ["only", "cursor"]),
    ("agreements/32/syncs/", ["cursor"]),
    ("syncs/", ["from", "agreement", "cursor"]),
    ("agreements/32/topics/", ["cursor"]),
    ("metrics/{trials}/readings/", ["cursor"]),
]


@pytest.fixture
def places(
    draft: Agreement, launch: Agreement, trials: Metric, sync: Sync, maya: Person, lena: Person, at: datetime
) -> dict[str, int]:
    """The ids in the addresses: a draft, an agreement in force with a delivery, and a proposal."""
    proposed = AgreementFactory.create(number=33, created_by=maya)
    for row in (*draft.parties.all(), *draft.commitments.order_by("number")):
        row.pk, row.agreement = None, proposed
        row.save()
    propose(actor=maya, at=at, agreement=proposed)
    feature, outreach = launch.commitments.order_by("number")
    deliver(actor=lena, at=at, commitment=outreach, evidence="It began.")
    DriftFlagFactory.create(agreement=launch)
    return {
        "promise": draft.commitments.get(number=1).pk,
        "measure": MetricFactory.create(agreement=draft).pk,
        "feature": feature.pk,
        "outreach": outreach.pk,
        "trials": trials.pk,
        "sync": sync.pk,
        "live": SyncFactory.create(cadence=sync.cadence, number=9, slot_on=at.date(), starts_at=at, started_at=at).pk,
    }


@pytest.mark.parametrize(("who", "method", "path", "body"), WRITES, ids=[f"{write[1]} {write[2]}" for write in WRITES])
def test_no_body_breaks_anything(
    api: ApiFactory, places: dict[str, int], who: str, method: str, path: str, body: dict[str, Any]
) -> None:
    address = f"/api/v1/{path.format(**places)}"
    client = api(next(person for person in Person.objects.all() if person.name.lower().startswith(who)))
    client.raise_request_exception = False
    broken = [sent for sent in spoilt(body) if answer(client, method, address, sent) >= 500]

    assert broken == []


@pytest.mark.parametrize(("path", "names"), READS, ids=[path for path, _ in READS])
def test_no_filter_breaks_anything(
    api: ApiFactory, maya: Person, places: dict[str, int], path: str, names: list[str]
) -> None:
    assert DriftFlag.objects.exists()
    client = api(maya)
    client.raise_request_exception = False
    texts = [value for value in ALL if isinstance(value, str) and value != "\ud800"] + ["-1", str(10**30), "W10"]
    address = f"/api/v1/{path.format(**places)}"
    broken = [(name, text) for name in names for text in texts if client.get(address, {name: text}).status_code >= 500]

    assert broken == []


def spoilt(body: dict[str, Any]) -> Iterator[Any]:
    """Bodies of another shape, and ``body`` with one wrong value, at any depth."""
    yield from WRONG
    for place, (name, value) in enumerate(body.items()):
        for wrong in WRONG if LONG else WRONG[place % 3 :: 3]:  # in a short run each field gets some, by turns
            yield body | {name: wrong}
        if isinstance(value, list):
            first = value[0]
            yield from (body | {name: [inner]} for inner in (spoilt(first) if isinstance(first, dict) else WRONG))


def answer(client: APIClient, method: str, address: str, body: Any) -> int:
    """The status of one call, whose effect is undone."""
    with transaction.atomic():
        sent = json.dumps(body)
        response = getattr(client, method)(address, sent, content_type="application/json")
        transaction.set_rollback(True)
    return int(response.status_code)
