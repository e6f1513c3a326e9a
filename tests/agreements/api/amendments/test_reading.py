import pytest
from pytest_django.asserts import assertNumQueries

from agreements.models import Agreement, Commitment
from teams.models import Person
from tests.agreements.api.amendments.asking import AMENDMENTS, ask, later
from tests.conftest import ApiFactory


def test_the_changes_that_touch_an_agreement(
    api: ApiFactory, dana: Person, feature: Commitment, audit: Commitment
) -> None:
    amendment = ask(api, dana, later(feature))
    Agreement.objects.filter(number=27).update(visibility="organisation")
    lists = [api(dana).get(f"/api/v1/agreements/{number}/amendments/").json()["results"] for number in (31, 27)]

    assert [[row["id"] for row in each] for each in lists] == [[amendment["id"]], [amendment["id"]]]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=open", 1),
        ("state=agreed", 0),
        ("asked_by=dana.whitfield@acme.example", 1),
        ("asked_by=maya.okafor@acme.example", 0),
    ],
)
def test_filters(api: ApiFactory, dana: Person, maya: Person, feature: Commitment, query: str, count: int) -> None:
    ask(api, dana, later(feature))

    assert len(api(dana).get(f"{AMENDMENTS}?{query}").json()["results"]) == count


def test_other_filters_are_refused(api: ApiFactory, dana: Person, signed: Agreement) -> None:
    assert api(dana).get(f"{AMENDMENTS}?open=true").status_code == 400


def test_what_one_may_not_see_is_absent(api: ApiFactory, dana: Person, outsider: Person, feature: Commitment) -> None:
    amendment = ask(api, dana, later(feature))
    Agreement.objects.filter(number=31).update(visibility="parties")
    client = api(outsider)
    here = f"/api/v1/amendments/{amendment['id']}/"

    assert [client.get(f"{here}{part}").status_code for part in ("", "ripple/", "resolution/")] == [404] * 3
    assert [
        client.post(f"{here}{part}/").status_code for part in ("consents", "withdrawal", "reopening", "resolution")
    ] == [404] * 4
    assert client.get(here).content == client.get("/api/v1/amendments/999999/").content


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(api: ApiFactory, dana: Person, feature: Commitment, more: int) -> None:
    for day in range(22, 23 + more):
        ask(api, dana, later(feature, f"2027-03-{day}"), later(feature, f"2027-04-{day}", label="Much later"))
    client = api(dana)
    with assertNumQueries(18):
        client.get(AMENDMENTS)
