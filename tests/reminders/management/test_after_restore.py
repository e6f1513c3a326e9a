import pytest
from django.core.management import call_command

from reminders.models import Delivery
from reminders.operations.fence import watch
from reminders.reports.fence import fence
from teams import clock
from teams.models import Person
from tests.reminders.operations.conftest import Queue, queue

__all__ = ["queue"]

pytestmark = pytest.mark.django_db


def test_it_holds_everything_back(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("after_restore")
    call_command("after_restore")

    assert (fence().is_closed, capsys.readouterr().out.splitlines()[0]) == (
        True,
        "Nothing leaves: An administrator asked to hold everything back.",
    )


def test_a_release_first_puts_aside_what_may_have_left(
    queue: Queue, dana: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    queue(dana, due_at=clock.now())
    call_command("after_restore")
    call_command("after_restore", "--release")

    assert (fence().is_closed, Delivery.objects.queued().exists()) == (False, False)
    assert fence().released_by.endswith("at the command line")
    assert capsys.readouterr().out.splitlines()[-1] == "Messages leave again; 0 were waiting."


def test_what_is_open_may_be_released_too(capsys: pytest.CaptureFixture[str]) -> None:
    watch(real_at=clock.real_now())
    call_command("after_restore", "--release")

    assert capsys.readouterr().out == "Messages leave again; 0 were waiting.\n"
