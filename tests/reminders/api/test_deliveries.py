import pytest

from reminders.models import Delivery
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(dana: Person) -> Delivery:
    return Delivery.objects.create(
        dedupe_key="one", recipient=dana, kind="digest", planned_at=AT, due_at=AT, expires_at=AT
    )


def test_an_administrator_sees_every_message_without_its_words(
    api: ApiFactory, delivery: Delivery, admin: Person
) -> None:
    (row,) = api(admin, scope="admin").get("/api/v1/deliveries/").json()["results"]

    assert row == {
        "id": delivery.pk,
        "kind": "digest",
        "channel": "email",
        "recipient": "dana.whitfield@acme.example",
        "endpoint": None,
        "state": "queued",
        "reason": "",
        "due_at": "2027-03-01T09:00:00Z",
        "expires_at": "2027-03-01T09:00:00Z",
        "attempts": 0,
        "next_attempt_at": None,
        "sent_at": None,
    }


@pytest.mark.parametrize(
    ("query", "count"),
    [("state=queued", 1), ("state=sent", 0), ("recipient=dana.whitfield@acme.example", 1)],
)
def test_filters(api: ApiFactory, delivery: Delivery, admin: Person, query: str, count: int) -> None:
    assert len(api(admin, scope="admin").get(f"/api/v1/deliveries/?{query}").json()["results"]) == count


def test_others_do_not_see_them(api: ApiFactory, delivery: Delivery, dana: Person) -> None:
    assert api(dana).get("/api/v1/deliveries/").status_code == 403
