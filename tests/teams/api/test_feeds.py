from teams.models import CalendarFeed, Person
from tests.conftest import ApiFactory

FEEDS = "/api/v1/feeds/"


def test_an_address_is_shown_once_and_works(api: ApiFactory, maya: Person) -> None:
    client = api(maya, "write")
    made = client.post(FEEDS, {"name": "Phone"})

    assert made.status_code == 201
    client.credentials()
    assert client.get(made.json()["address"]).headers["Content-Type"].startswith("text/calendar")
    assert "address" not in api(maya).get(FEEDS).json()["results"][0]


def test_only_one_s_own_are_seen(api: ApiFactory, maya: Person, tomas: Person) -> None:
    made = api(maya, "write").post(FEEDS, {"name": "Phone"}).json()
    other = api(tomas, "write")

    assert other.get(FEEDS).json()["results"] == []
    assert other.delete(f"{FEEDS}{made['id']}/").status_code == 404


def test_a_deleted_address_opens_nothing(api: ApiFactory, maya: Person) -> None:
    client = api(maya, "write")
    made = client.post(FEEDS, {"name": "Phone"}).json()
    own = f"{FEEDS}{made['id']}/"

    assert (client.get(own).status_code, client.delete(own).status_code, client.get(own).status_code) == (200, 204, 404)
    assert client.get(made["address"]).status_code == 404


def test_a_token_to_read_makes_none(api: ApiFactory, maya: Person) -> None:
    assert api(maya, "read").post(FEEDS, {"name": "Phone"}).status_code == 403
    assert not CalendarFeed.objects.exists()
