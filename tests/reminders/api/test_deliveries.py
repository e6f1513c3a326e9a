import pytest

from reminders.models import Attempt, Delivery
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
        "retried_at": None,
    }


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=queued", 1),
        ("state=sent", 0),
        ("recipient=dana.whitfield@acme.example", 1),
        ("channel=email&kind=digest", 1),
        ("channel=slack", 0),
        ("kind=past_date", 0),
    ],
)
def test_filters(api: ApiFactory, delivery: Delivery, admin: Person, query: str, count: int) -> None:
    assert len(api(admin, scope="admin").get(f"/api/v1/deliveries/?{query}").json()["results"]) == count


def test_others_do_not_see_them(api: ApiFactory, delivery: Delivery, dana: Person) -> None:
    assert api(dana).get("/api/v1/deliveries/").status_code == 403


def test_one_comes_with_what_was_tried(api: ApiFactory, delivery: Delivery, admin: Person) -> None:
    for number in (1, 2):
        Attempt.objects.create(
            delivery=delivery, number=number, lease="12345678123456781234567812345678", started_at=AT
        )
    found = api(admin, scope="admin").get(f"/api/v1/deliveries/{delivery.pk}/").json()

    assert [one["number"] for one in found["tries"]] == [2, 1]
    assert found["tries"][0] == {
        "number": 2,
        "started_at": "2027-03-01T09:00:00Z",
        "handed_over_at": None,
        "ended_at": None,
        "ending": "",
        "reason": "",
    }


def test_what_ended_is_tried_again(api: ApiFactory, delivery: Delivery, admin: Person) -> None:
    Delivery.objects.update(state="uncertain")
    answer = api(admin, scope="admin").post(f"/api/v1/deliveries/{delivery.pk}/retry/")

    assert (answer.status_code, answer.json()["state"]) == (201, "queued")
    assert answer.json()["retried_at"] is not None


def test_what_waits_is_not(api: ApiFactory, delivery: Delivery, admin: Person) -> None:
    answer = api(admin, scope="admin").post(f"/api/v1/deliveries/{delivery.pk}/retry/")

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "delivery_not_over")


def test_others_try_nothing(api: ApiFactory, delivery: Delivery, dana: Person, admin: Person) -> None:
    Delivery.objects.update(state="failed")
    address = f"/api/v1/deliveries/{delivery.pk}/"

    assert api(dana).get(address).status_code == 403
    assert [api(one).post(f"{address}retry/").status_code for one in (dana, admin)] == [403, 403]
    assert Delivery.objects.get().state == "failed"
