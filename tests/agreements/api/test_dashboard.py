"""The counts of the dashboard for programs: the same report, as JSON and as a table."""

import pytest

from teams.models import Person, Team
from tests.conftest import ApiFactory
from tests.factories import AT, AgreementFactory, CommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


@pytest.fixture(autouse=True)
def owed(product: Team, sales: Team) -> None:
    pair = {"team": product, "for_team": sales, "agreement": AgreementFactory.create(is_active=True)}
    CommitmentFactory.create(is_open=True, shown_health="drifting", **pair)
    CommitmentFactory.create(state="lapsed", outcome="lapsed", opened_at=AT, lapsed_at=AT, **pair)


def test_the_counts(api: ApiFactory, executive: Person) -> None:
    found = api(executive).get("/api/v1/dashboard/").json()
    assert (found["weeks"], found["open"], found["drifting"]) == (12, 1, 1)
    assert len(found["by_week"]) == 12
    assert [line["team"]["slug"] for line in found["teams"]] == ["product", "sales"]


@pytest.mark.parametrize("query", ["weeks=7", "colour=red"])
def test_what_it_cannot_answer_is_refused(api: ApiFactory, executive: Person, query: str) -> None:
    assert api(executive).get(f"/api/v1/dashboard/?{query}").status_code == 400


def test_the_matrix(api: ApiFactory, executive: Person) -> None:
    found = api(executive).get("/api/v1/dashboard/matrix/?teams=product").json()
    [cell] = found["cells"]
    assert (cell["debtor"]["slug"], cell["creditor"]["slug"], cell["open"]) == ("product", "sales", 1)
    assert (cell["health"], cell["url"]) == ("drifting", "/dashboard/pairs/product/sales/")


def test_a_pair(api: ApiFactory, executive: Person) -> None:
    there, back = api(executive).get("/api/v1/dashboard/pairs/product/sales/").json()["ways"]
    assert (there["open"], there["drifting"], back["open"]) == (1, 1, 0)


def test_a_team(api: ApiFactory, executive: Person) -> None:
    found = api(executive).get("/api/v1/teams/sales/summary/").json()
    assert (found["owes"]["open"], found["owed"]["open"]) == (0, 1)
    assert [(partner["slug"], partner["owed"]["drifting"]) for partner in found["partners"]] == [("product", 1)]


@pytest.mark.parametrize("address", ["dashboard/pairs/product/nobody/", "teams/nobody/summary/"])
def test_a_team_that_is_not_there(api: ApiFactory, executive: Person, address: str) -> None:
    assert api(executive).get(f"/api/v1/{address}").status_code == 404


def test_as_a_table(api: ApiFactory, executive: Person, product: Team) -> None:
    Team.objects.filter(pk=product.pk).update(name="=1+1")
    answer = api(executive).get("/api/v1/dashboard/matrix/", headers={"accept": "text/csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    head, row = answer.content.decode().splitlines()
    assert head.startswith("debtor_slug,debtor_name,debtor_teams,creditor_slug,")
    assert row.startswith("product,'=1+1,1,sales,Sales,1,1,1,drifting,")


def test_nobody_counts_what_they_may_not_read(api: ApiFactory, outsider: Person, product: Team, sales: Team) -> None:
    secret = AgreementFactory.create(is_active=True, visibility="parties")
    CommitmentFactory.create(is_open=True, agreement=secret, team=product, for_team=sales)
    assert api(outsider).get("/api/v1/dashboard/").json()["open"] == 1
