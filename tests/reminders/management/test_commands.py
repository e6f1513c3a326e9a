import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from reminders.channels.mailbox import stored_mails
from reminders.models import Delivery
from teams import clock
from teams.models import Person, RehearsalClock
from tests.factories import AT
from tests.reminders.conftest import Deal
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db

LATER = "2030-03-11T09:00:00Z"  # a Monday


@pytest.fixture
def rehearsal(settings: Settings, tmp_path: Path) -> Settings:
    settings.REHEARSAL, settings.DATA_DIR = True, tmp_path
    return settings


def test_tick_moves_the_clock_sends_and_says_the_new_time(
    rehearsal: Settings, deal: Deal, sink: SmtpSink, dana: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("tick", "--at", LATER)

    assert (capsys.readouterr().out.startswith("2030-03-11T09:00:0"), RehearsalClock.objects.count()) == (True, 1)


def test_tick_refuses_where_others_live_by_the_clock(db: None) -> None:
    with pytest.raises(CommandError, match="not a rehearsal"):
        call_command("tick", "--at", LATER)


def test_tick_refuses_to_go_back(rehearsal: Settings) -> None:
    with pytest.raises(CommandError, match="only goes forward"):
        call_command("tick", "--at", "2020-01-01T00:00:00Z")

    assert clock.offset().total_seconds() == 0


@pytest.mark.parametrize("text", ["tomorrow", "2030-03-11T09:00:00"])
def test_tick_takes_an_instant_with_its_zone(rehearsal: Settings, text: str) -> None:
    with pytest.raises(CommandError, match="argument --at"):
        call_command("tick", "--at", text)


def test_audit_says_that_everything_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("audit_deliveries")

    assert capsys.readouterr().out.endswith("Everything adds up.\n")


def test_audit_names_a_difference(dana: Person) -> None:
    Delivery.objects.create(dedupe_key="x", recipient=dana, kind="digest", planned_at=AT, due_at=AT, expires_at=AT)

    with pytest.raises(CommandError, match="1 deliveries carry no reminder"):
        call_command("audit_deliveries")


def test_the_mailbox_keeps_mail_to_itself(db: None) -> None:
    with pytest.raises(CommandError, match="Only a rehearsal"):
        call_command("mailbox")


def test_the_mailbox_takes_mail_over_smtp(tmp_path: Path) -> None:
    port = free_port()
    ours = {"HOLDFAST_REHEARSAL": "1", "HOLDFAST_DATA": str(tmp_path), "EMAIL_PORT": str(port)}
    program = "import sys; from django.core.management import execute_from_command_line as run; run(sys.argv)"
    environment = {**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "config.settings"}
    server = subprocess.Popen([sys.executable, "-c", program, "mailbox"], env=environment)
    try:
        send(port)
    finally:
        server.send_signal(signal.SIGTERM)
        ended = server.wait(60)

    assert (ended, [mail.subject for mail in stored_mails(folder=tmp_path)]) == (0, ["Hello"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def send(port: int) -> None:
    content = "To: dana@acme.example\nSubject: Hello\nDate: Mon, 08 Mar 2027 08:00:00 +0000\n\nText"
    for _ in range(600):
        try:
            with smtplib.SMTP("127.0.0.1", port) as relay:
                relay.sendmail("holdfast@localhost", ["dana@acme.example"], content)
                return
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("The mailbox never listened.")
