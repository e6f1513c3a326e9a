"""A backup is restored, in place or elsewhere: nothing that left since is sent again."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from agreements.models import Agreement
from reminders.operations.audit import audit_deliveries
from reminders.operations.fence import MOVED
from reminders.reports.fence import fence
from tests.rehearsal import begin, live_through
from tests.reminders.conftest import Deal
from tests.sinks import SmtpSink

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)  # dana's deck is due in a week, and its round opens for lena
TUESDAY = MONDAY + timedelta(days=1)
DUE = MONDAY + timedelta(days=7)


@pytest.fixture
def rehearsal(settings: Settings) -> None:
    settings.REHEARSAL = True


@pytest.fixture
def backup(rehearsal: None, deal: Deal, sink: SmtpSink, tmp_path: Path) -> Path:
    """Of an instant at which Monday's mails waited; then they left, and Tuesday's after them."""
    file = tmp_path / "monday.backup"
    begin(MONDAY - timedelta(minutes=1))
    with away(sink):
        live_through(MONDAY)
        call_command("backup", str(file))
    live_through(MONDAY + timedelta(minutes=10))
    live_through(DUE + timedelta(minutes=1))
    return file


@contextmanager
def away(sink: SmtpSink) -> Iterator[None]:
    sink.mode = "refuse"
    yield
    sink.mode = "accept"


def test_what_left_since_the_backup_is_not_sent_again(backup: Path, sink: SmtpSink) -> None:
    left = len(sink.mails)
    call_command("restore", str(backup))
    begin(DUE + timedelta(seconds=1))
    live_through(DUE + timedelta(minutes=1))
    live_through(DUE + timedelta(minutes=10))
    assert (left, len(sink.mails), fence().is_closed) == (6, left, True)

    call_command("after_restore", "--release")
    live_through(DUE + timedelta(minutes=20))
    assert len(sink.mails) == left

    live_through(DUE + timedelta(days=1))
    copies = Counter(mail["Message-ID"] for mail in sink.mails)
    assert (len(copies) > left, set(copies.values())) == (True, {1})
    assert audit_deliveries().differences == ()


def test_a_copy_of_the_database_closes_by_itself(backup: Path, sink: SmtpSink) -> None:
    left = len(sink.mails)
    with copied():
        assert (fence().is_closed, fence().may_release) == (True, False)
        live_through(DUE + timedelta(days=1))
        assert (len(sink.mails), fence().why) == (left, MOVED)
    live_through(DUE + timedelta(days=1))
    assert (len(sink.mails) > left, fence().is_closed) == (True, False)


@contextmanager
def copied() -> Iterator[None]:
    """The same server holds a copy of the database meanwhile, and all of this happens there."""
    original = connection.settings_dict["NAME"]
    copy = f"{original}_copy"
    on_server(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
    connection.settings_dict["NAME"] = copy
    yield
    connection.close()
    connection.settings_dict["NAME"] = original
    on_server(f'DROP DATABASE "{copy}"')


def on_server(statement: str) -> None:
    known = connection.settings_dict
    connection.close()
    with psycopg.connect(host=known["HOST"], user=known["USER"], dbname="postgres", autocommit=True) as other:
        other.execute(statement)


def test_what_is_no_backup_changes_nothing(rehearsal: None, deal: Deal, tmp_path: Path) -> None:
    tmp_path.joinpath("letter").write_text("Dear all")

    with pytest.raises(CommandError, match="pg_restore stopped"):
        call_command("restore", str(tmp_path / "letter"))
    assert Agreement.objects.count() == 1
