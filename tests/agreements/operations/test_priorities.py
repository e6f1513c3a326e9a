from datetime import datetime

import pytest
from django.test import Client

from agreements.models import Agreement, Event
from agreements.operations.priorities import choose_priority
from teams.domain.errors import ForbiddenError
from teams.models import Person, Priority
from tests.conftest import ApiFactory
from tests.visits import sent


@pytest.fixture
def grow(db: None) -> Priority:
    return Priority.objects.create(name="Grow")


def test_a_representative_says_what_it_serves(launch: Agreement, maya: Person, grow: Priority, at: datetime) -> None:
    choose_priority(actor=maya, at=at, agreement=launch, priority=grow)

    launch.refresh_from_db()
    assert launch.priority == grow
    assert Event.objects.get(kind="priority_chosen").data == {"was": {"priority": None}, "now": {"priority": "Grow"}}


def test_the_same_again_is_no_history(launch: Agreement, maya: Person, at: datetime) -> None:
    choose_priority(actor=maya, at=at, agreement=launch, priority=None)

    assert not Event.objects.filter(kind="priority_chosen").exists()


def test_only_who_may_close_it_says_so(launch: Agreement, dana: Person, grow: Priority, at: datetime) -> None:
    with pytest.raises(ForbiddenError):
        choose_priority(actor=dana, at=at, agreement=launch, priority=grow)

    launch.refresh_from_db()
    assert launch.priority is None


def test_it_is_chosen_on_a_page_and_told_in_the_history(
    client: Client, launch: Agreement, maya: Person, grow: Priority
) -> None:
    answer = sent(client, maya, f"/agreements/{launch.slug}/priority/", {"priority": grow.pk})

    assert answer.status_code == 302
    assert "said that it serves “Grow”" in client.get(f"/agreements/{launch.slug}/history/").text


def test_it_is_chosen_through_the_api(api: ApiFactory, launch: Agreement, maya: Person, grow: Priority) -> None:
    where = f"/api/v1/agreements/{launch.number}/priority/"

    assert api(maya).put(where, {"priority": grow.pk}).json()["priority"] == grow.pk
    assert api(maya).put(where, {"priority": None}).json()["priority"] is None
