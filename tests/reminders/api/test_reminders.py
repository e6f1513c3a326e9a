import pytest

from reminders.models import Reminder
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import AT
from tests.reminders.conftest import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(deal: Deal, dana: Person) -> Reminder:
    return Reminder.objects.create(
        kind="due_soon",
        key="one",
        recipient=dana,
        agreement=deal.agreement,
        commitment=deal.commitment,
        local_on=AT.date(),
        due_at=AT,
        expires_at=AT,
        headline="Due today: Enablement deck",
    )


def test_one_sees_what_one_was_told(api: ApiFactory, told: Reminder, deal: Deal, dana: Person) -> None:
    (row,) = api(dana, scope="read").get("/api/v1/reminders/").json()["results"]

    assert row == {
        "id": told.pk,
        "kind": "due_soon",
        "headline": "Due today: Enablement deck",
        "agreement": deal.agreement.number,
        "commitment": deal.commitment.pk,
        "amendment": None,
        "sync": None,
        "flag": None,
        "local_on": "2027-03-01",
        "due_at": "2027-03-01T09:00:00Z",
        "read_at": None,
    }


def test_nobody_sees_what_others_were_told(api: ApiFactory, told: Reminder, admin: Person) -> None:
    assert api(admin, scope="admin").get("/api/v1/reminders/").json()["results"] == []


def test_a_link_that_opens_an_account_is_not_listed(api: ApiFactory, told: Reminder, dana: Person) -> None:
    Reminder.objects.update(kind="invitation")

    assert api(dana).get("/api/v1/reminders/").json()["results"] == []


@pytest.mark.parametrize(
    ("query", "count"), [("unread=true", 1), ("unread=false", 0), ("kind=due_soon", 1), ("kind=in_force", 0)]
)
def test_filters(api: ApiFactory, told: Reminder, dana: Person, query: str, count: int) -> None:
    assert len(api(dana).get(f"/api/v1/reminders/?{query}").json()["results"]) == count


def test_an_unknown_filter_is_refused(api: ApiFactory, dana: Person) -> None:
    assert api(dana).get("/api/v1/reminders/?recipient=lena").status_code == 400


def test_reading_marks_it(api: ApiFactory, told: Reminder, dana: Person) -> None:
    answer = api(dana).post(f"/api/v1/reminders/{told.pk}/reading/")

    assert (answer.status_code, answer.json()["read_at"] is not None) == (201, True)


def test_somebody_else_s_is_absent(api: ApiFactory, told: Reminder, lena: Person) -> None:
    assert api(lena).post(f"/api/v1/reminders/{told.pk}/reading/").status_code == 404


def test_it_needs_a_token(api: ApiFactory, client: object) -> None:
    assert client.get("/api/v1/reminders/").status_code == 401  # type: ignore[attr-defined]
