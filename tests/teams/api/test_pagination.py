import base64
import json
from datetime import date

import pytest
from rest_framework.exceptions import ValidationError

from teams.api.pagination import page_of
from teams.models import Holiday, Person, Team
from tests.conftest import ApiFactory
from tests.factories import HolidayFactory, PersonFactory, TeamFactory

PEOPLE = "/api/v1/people/"


def cursor_of(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def test_a_page_holds_fifty(api: ApiFactory, maya: Person) -> None:
    PersonFactory.create_batch(51)
    answer = api(maya).get(PEOPLE).json()

    assert (len(answer["results"]), answer["next"] is None) == (50, False)


def test_following_next_reads_each_row_once(api: ApiFactory, maya: Person) -> None:
    PersonFactory.create_batch(6)
    client, address, seen = api(maya), f"{PEOPLE}?limit=3&q=acme", []
    while address:
        answer = client.get(address).json()
        seen.append([person["email"] for person in answer["results"]])
        address = answer["next"]

    emails = sorted(Person.objects.values_list("email", flat=True))
    assert seen == [emails[:3], emails[3:6], emails[6:]]


def test_the_last_full_page_has_no_next(api: ApiFactory, maya: Person) -> None:
    assert api(maya).get(f"{PEOPLE}?limit=1").json()["next"] is None


def test_a_row_that_goes_away_shifts_nothing(api: ApiFactory, maya: Person) -> None:
    people = [PersonFactory.create(name=f"Person {n}") for n in "abcd"]
    client = api(maya)
    first = client.get(f"{PEOPLE}?limit=2&q=person").json()
    people[1].delete()
    second = client.get(first["next"]).json()

    assert [person["name"] for person in second["results"]] == ["Person c", "Person d"]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "many"])
def test_a_page_holds_1_to_200(api: ApiFactory, maya: Person, limit: str) -> None:
    response = api(maya).get(f"{PEOPLE}?limit={limit}")

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["limit"])


def test_an_unknown_filter_is_refused_by_name(api: ApiFactory, maya: Person) -> None:
    response = api(maya).get(f"{PEOPLE}?colour=chartreuse&format=json")

    assert (response.status_code, sorted(response.json()["error"]["fields"])) == (400, ["colour", "format"])
    assert "chartreuse" not in response.content.decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "?",
        "a",
        "bm90IGpzb24",
        cursor_of(),
        cursor_of("a", "b"),
        cursor_of(None),
        cursor_of("a\0b"),
        cursor_of("\ud800"),
        base64.urlsafe_b64encode(b"[" * 700).decode(),
    ],
)
def test_a_cursor_that_is_none_of_ours_is_refused(api: ApiFactory, maya: Person, cursor: str) -> None:
    response = api(maya).get(PEOPLE, {"cursor": cursor})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["cursor"])


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", [cursor_of("2027-02-31"), cursor_of("soon"), cursor_of({}), cursor_of(True)])
def test_a_cursor_of_another_kind_is_refused(cursor: str) -> None:
    with pytest.raises(ValidationError):
        page_of(Holiday.objects.all(), order=("on",), cursor=cursor)


@pytest.mark.django_db
def test_a_list_may_run_by_several_columns_in_both_directions() -> None:
    for name in ("b", "a", "c", "a", "b"):
        TeamFactory.create(name=name, slug=f"{name}-{Team.objects.count()}")
    teams, seen, cursor = Team.objects.all(), [], None
    for _ in range(3):
        page = page_of(teams, order=("-name", "slug"), limit=2, cursor=cursor)
        seen += [team.slug for team in page.rows]
        cursor = page.cursor

    assert (seen, cursor) == (["c-2", "b-0", "b-4", "a-1", "a-3"], None)


@pytest.mark.django_db
def test_dates_order_a_list(api: ApiFactory, maya: Person) -> None:
    days = [date(2027, 5, 1), date(2027, 1, 1), date(2027, 12, 25)]
    for day in days:
        HolidayFactory.create(on=day)
    client = api(maya)
    first = client.get("/api/v1/holidays/?limit=2").json()

    assert [row["on"] for row in client.get(first["next"]).json()["results"]] == ["2027-12-25"]
