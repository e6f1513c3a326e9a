"""Every number that is a link says how many rows its list has, with what must not count beside what counts.

What the reader may count and not read is in the number and told above the list's rows.
"""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from agreements.models import Agreement, Commitment
from teams.models import Person, Priority, Team
from tests.agreements.views.conftest import SignIn
from tests.factories import AT, AgreementFactory, CommitmentFactory, MembershipFactory, PartyFactory, TeamFactory

LISTS = ("/commitments/", "/agreements/?")
RATE = re.compile(r"\d+%")
DONE: dict[str, Any] = {"state": "accepted", "delivered_at": AT, "accepted_at": AT, "opened_at": AT}
DECIDED: tuple[dict[str, Any], ...] = (
    {**DONE, "outcome": "kept"},
    {**DONE, "outcome": "adjusted_late"},
    {"is_open": True, "outcome": "adjusted_early"},
    {"state": "lapsed", "lapsed_at": AT, "opened_at": AT, "outcome": "lapsed"},
    {"state": "released", "released_at": AT, "opened_at": AT, "outcome": "released"},
)
DAYS = (date(2026, 12, 13), date(2026, 12, 14), date(2027, 3, 7), date(2027, 3, 8))
KINDS: tuple[dict[str, Any], ...] = (
    {"is_active": True},
    {"is_active": True, "paused_until": date(2027, 5, 1), "pause_reason": "Summer."},
    {"state": "completed", "activated_at": AT, "closed_at": AT},
    {},
)


@pytest.fixture
def crowd(product: Team, sales: Team, maya: Person) -> None:
    """Decided and open commitments both ways, in agreements of every kind, open to all and to their parties only."""
    north = TeamFactory.create(name="North")
    away = TeamFactory.create(name="Away", parent=north)
    owners = [MembershipFactory.create(team=product).person for _ in range(4)]
    serves = Priority.objects.create(name="Growth", position=1)
    for kind in KINDS:
        for visibility in ("organisation", "parties"):
            agreement = AgreementFactory.create(visibility=visibility, priority=serves, **kind)
            for team in (product, sales):
                PartyFactory.create(agreement=agreement, team=team)
            _fill(agreement, product, sales, owners)
    elsewhere = AgreementFactory.create(is_active=True, visibility="parties")
    PartyFactory.create(agreement=elsewhere, team=away)
    _fill(elsewhere, away, sales, owners)


def _fill(agreement: Agreement, debtor: Team, creditor: Team, owners: list[Person]) -> None:
    ways = {"agreement": agreement, "team": debtor, "for_team": creditor}
    back = {"agreement": agreement, "team": creditor, "for_team": debtor}
    for number, health in enumerate(("on_track", "drifting", "quiet")):
        CommitmentFactory.create(is_open=True, health=health, shown_health=health, owner=owners[number], **ways)
    CommitmentFactory.create(is_open=True, health="drifting", owner=owners[0], **back)
    for number, (day, values) in enumerate((day, values) for day in DAYS for values in DECIDED):
        CommitmentFactory.create(due_on=day, owner=owners[number % 4], **values, **ways)


def links(page: str) -> set[tuple[str, int]]:
    """Each link to a list with the first number it says, rates left out."""
    found = set()
    for address, inside in re.findall(r'<a\b[^>]*?\bhref="([^"]+)"[^>]*>(.*?)</a>', page, re.DOTALL):
        said = re.search(r"\d+", RATE.sub("", re.sub(r"<[^>]+>", " ", inside)))
        if address.startswith(LISTS) and said:
            found.add((unescape(address), int(said[0])))
    return found


def rows(browser: Client, address: str) -> int:
    """How many rows a list has on all its pages, with those that it only counts."""
    path, _, query = address.partition("?")
    answer: Any = browser.get(address)
    page = answer.context["list"]
    assert answer.context["form"].ignored == [], address
    found: int = len(page.rows) + page.unseen
    while page.slice.after:
        page = browser.get(path, _with(query, page.slice.after)).context["list"]
        found += len(page.rows)
    return found


def _with(query: str, after: str) -> dict[str, str]:
    return {**dict(part.split("=", 1) for part in query.split("&")), "after": after}


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("who", ["executive", "admin", "maya"])
@pytest.mark.parametrize(
    ("address", "least"),
    [
        ("/dashboard/", 15),
        ("/dashboard/?teams=sales,north", 15),
        ("/dashboard/?period=year", 15),
        ("/teams/product/", 5),
        ("/dashboard/pairs/product/sales/", 3),
        ("/dashboard/pairs/product/north/", 0),
    ],
)
def test_a_number_is_how_many_rows_its_list_has(
    request: pytest.FixtureRequest, sign_in: SignIn, who: str, address: str, least: int
) -> None:
    browser = sign_in(request.getfixturevalue(who))
    linked = links(browser.get(address).content.decode())

    assert len(linked) >= least
    assert {one: rows(browser, one) for one, _ in linked} == dict(linked)


@pytest.mark.usefixtures("crowd")
def test_a_person_has_as_many_as_their_lists(sign_in: SignIn, maya: Person) -> None:
    owner = Commitment.objects.filter(state="open").order_by("pk").values_list("owner", flat=True)[0]
    browser = sign_in(maya)
    linked = links(browser.get(f"/people/{owner}/").content.decode())

    assert linked
    assert {one: rows(browser, one) for one, _ in linked} == dict(linked)


@pytest.mark.usefixtures("crowd")
def test_departments_have_as_many_as_their_lists(sign_in: SignIn, executive: Person, sales: Team) -> None:
    agreement = AgreementFactory.create(is_active=True)
    for name in ("East", "West"):
        top = TeamFactory.create(name=name)
        for number in range(5):
            team = TeamFactory.create(name=f"{name} {number}", parent=top)
            CommitmentFactory.create(is_open=True, agreement=agreement, team=team, for_team=sales)
    browser = sign_in(executive)
    linked = links(browser.get("/dashboard/").content.decode())

    assert any("department=" in one for one, _ in linked)
    assert {one: rows(browser, one) for one, _ in linked} == dict(linked)
    pair = links(browser.get("/dashboard/pairs/east/sales/").content.decode())
    assert {one: rows(browser, one) for one, _ in pair} == dict(pair)
