"""The story of PRODUCT 3.5 up to the flag and its mail: over HTTP, with a real worker, a real broker and real mail."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from reminders.operations.tick import move_clock
from teams.clock import real_now
from teams.models import Person, Team
from teams.operations.tokens import create_token
from tests.parts import PATIENCE, Broker, running_broker, running_worker, wait_until
from tests.rehearsal import begin
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db(transaction=True)

JOBS = ("plan", "sweep_drift", "lapse_commitments", "materialise_syncs")


@pytest.fixture
def relay() -> Iterator[SmtpSink]:
    sink = SmtpSink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def broker(relay: SmtpSink, tmp_path: Path, transactional_db: None) -> Iterator[Broker]:
    """A broker with a worker behind it."""
    with running_broker() as broker, running_worker(broker=broker, sink=relay, log=tmp_path / "worker.log"):
        yield broker


class Caller:
    """Somebody at the API of a running server."""

    def __init__(self, server: LiveServer, person: Person) -> None:
        _, self.token = create_token(actor=person, at=real_now(), name="journey", scope="write")
        self.base = f"{server.url}/api/v1"

    def __call__(self, path: str, body: dict[str, Any] | None = None, *, method: str = "") -> Any:
        request = Request(
            self.base + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
            method=method or ("GET" if body is None else "POST"),
        )
        with urlopen(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read() or b"null")


def at(day: int, hour: int = 9, *, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=UTC)


@dataclass
class Beat:
    """Sends to the worker what beat would send, at a moment that the test chooses."""

    broker: Broker

    def live_until(self, is_so: Callable[[], object], *, moment: datetime) -> None:
        """Let it be ``moment`` and the scheduler go round until ``is_so``."""
        move_clock(at=moment, real_at=real_now())
        wait_until(lambda: self._has_gone_round() and is_so(), pause=1.0)

    def _has_gone_round(self) -> bool:
        for job in JOBS:
            self.broker.celery.send_task("reminders.tasks.run", args=[job])
        self.broker.celery.send_task("reminders.tasks.hint")
        return True


def test_the_flag_comes_before_the_date_and_everybody_is_told(
    live_server: LiveServer,
    settings: Settings,
    broker: Broker,
    relay: SmtpSink,
    product: Team,
    sales: Team,
    maya: Person,
    tomas: Person,
    dana: Person,
    lena: Person,
) -> None:
    settings.REHEARSAL = True
    begin(at(1, month=2))
    as_maya, as_tomas, as_dana = (Caller(live_server, person) for person in (maya, tomas, dana))

    number = as_maya(
        "/agreements/",
        {
            "title": "Launch",
            "shared_goal": "Customers adopt it.",
            "time_zone": "Europe/Berlin",
            "review_on": "2027-06-01",
            "parties": [
                {"team": "product", "representative": maya.email, "gains": "Feedback"},
                {"team": "sales", "representative": tomas.email, "gains": "Dates"},
            ],
        },
    )["number"]
    feature = promise(
        as_maya, number, "Feature", owner=dana, by="product", to="sales", accepter=tomas, due="2027-03-15"
    )
    waits = [{"commitment": feature["id"], "lag_days": 1}]
    outreach = promise(
        as_maya,
        number,
        "Outreach",
        owner=lena,
        by="sales",
        to="product",
        accepter=maya,
        due="2027-03-16",
        waits_on=waits,
    )
    as_maya(f"/agreements/{number}/metrics/", adoption(maya))
    as_maya(f"/agreements/{number}/cadence/", biweekly(), method="PUT")
    assert [p for p in as_maya(f"/agreements/{number}/lint/")["problems"] if p["blocking"]] == []
    terms_hash = as_maya(f"/agreements/{number}/proposal/", {})["terms_hash"]

    beat = Beat(broker)
    beat.live_until(lambda: told(relay, tomas, "Launch"), moment=at(2, month=2))
    for sign in (as_maya, as_tomas):
        sign(f"/agreements/{number}/signatures/", {"terms_hash": terms_hash})
    assert as_maya(f"/agreements/{number}/")["state"] == "active"

    everybody = (maya, tomas, dana, lena)
    beat.live_until(lambda: all(told(relay, person, "In force") for person in everybody), moment=at(2, 10, month=2))

    move_clock(at=at(3), real_at=real_now())
    answer = {"standing": "off_track", "expected_on": "2027-03-22", "note": "Rounding fails the invoice test."}
    as_dana(f"/commitments/{feature['id']}/check-ins/", answer)
    flags = as_maya(f"/flags/?agreement={number}&open=true")["results"]
    assert {(flag["rule"], flag["strength"], flag["commitment"]) for flag in flags} >= {
        ("off_track", "strong", feature["id"]),
        ("expected_after_due", "strong", feature["id"]),
    }
    as_lena = Caller(live_server, lena)
    beat.live_until(lambda: "upstream" in rules(as_lena, number), moment=at(3, 10))
    assert as_tomas(f"/commitments/{feature['id']}/")["health"] == "drifting"
    beat.live_until(lambda: told(relay, tomas, "Feature"), moment=at(4))
    assert as_tomas(f"/commitments/{outreach['id']}/")["due_on"] == "2027-03-16"


def rules(call: Caller, number: int) -> set[str]:
    """The rules of the open flags on an agreement, as the caller may see them."""
    return {flag["rule"] for flag in call(f"/flags/?agreement={number}&open=true")["results"]}


def promise(
    call: Caller, number: int, what: str, *, owner: Person, by: str, to: str, accepter: Person, due: str, **more: Any
) -> Any:
    body = {
        "deliverable": what,
        "done_when": "It is live.",
        "owner": owner.email,
        "team": by,
        "for_team": to,
        "accepted_by": accepter.email,
        "due_on": due,
        **more,
    }
    return call(f"/agreements/{number}/commitments/", body)


def adoption(reporter: Person) -> dict[str, object]:
    return {
        "name": "Adoption rate",
        "unit": "%",
        "direction": "up",
        "baseline": "0",
        "target": "35",
        "target_on": "2027-06-01",
        "reporter": reporter.email,
        "every_days": 14,
    }


def biweekly() -> dict[str, object]:
    return {
        "frequency": "weekly",
        "interval": 2,
        "weekday": "tuesday",
        "time": "10:00",
        "minutes": 30,
        "time_zone": "Europe/Berlin",
        "starts_on": "2027-02-02",
    }


def told(relay: SmtpSink, person: Person, words: str) -> bool:
    """Whether a mail to ``person`` has ``words`` in its subject or text."""
    return any(words in f"{mail['Subject']} {text_of(mail)}" for mail in relay.to(person.email))


def text_of(mail: Any) -> str:
    part = mail.get_body(("plain",))
    return part.get_content() if part else ""
