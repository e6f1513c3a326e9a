"""What a page asks of the database does not grow with what it lists, and what it sends first stays small."""

import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from agreements.models import Agreement, Follow
from reminders.models import Reminder
from teams.models import Person, Priority, SavedView, Team
from teams.operations.tokens import create_token
from tests.factories import (
    AT,
    AgreementFactory,
    CadenceFactory,
    CheckInFactory,
    CommitmentFactory,
    ConcernFactory,
    DriftFlagFactory,
    MetricFactory,
    PartyFactory,
    PersonFactory,
    ReadingFactory,
    SyncFactory,
    TeamFactory,
)
from tests.rehearsal import begin

pytestmark = pytest.mark.django_db

FIRST_LOAD = 100_000  # bytes, compressed
STATIC = re.compile(r'(?:href|src)="/static/([^"#]+)')
LISTS = {
    "maya": (
        *("/home/", "/dashboard/", "/dashboard/pairs/product/sales/", "/agreements/", "/commitments/", "/flags/"),
        *("/inbox/", "/syncs/", "/teams/", "/teams/product/", "/search/?q=launch", "/capture/"),
        *("/agreements/?view=1", "/commitments/?team=product", "/flags/?state=all", "/inbox/?all=1"),
        *("/agreements.csv", "/commitments.csv", "/escalations/", "/agreements/new/", "/settings/calendar/"),
    ),
    "executive": ("/dashboard/", "/dashboard/?weeks=52", "/escalations/", "/dashboard/matrix.csv", "/teams/sales/"),
    "admin": (
        *("/settings/audit/", "/settings/people/", "/settings/teams/", "/settings/priorities/", "/settings/tokens/"),
        *("/settings/teams/product/", "/settings/webhooks/", "/settings/running/", "/settings/holidays/"),
    ),
}


def test_a_page_asks_as_much_about_one_row_as_about_three(
    settings: Settings, product: Team, sales: Team, maya: Person, tomas: Person, executive: Person, admin: Person
) -> None:
    settings.REHEARSAL = True
    begin(AT)
    clients = {"maya": signed_in(maya), "executive": signed_in(executive), "admin": signed_in(admin)}
    add_one_of_each(1, product, sales, maya, tomas, admin)
    costs(clients)  # whatever is kept between visits is kept by now
    of_one = costs(clients)
    for number in (2, 3):
        add_one_of_each(number, product, sales, maya, tomas, admin)
    of_three = costs(clients)

    assert [each for each, count in of_one.items() if count < 0] == []
    assert {each: (of_one[each], of_three[each]) for each in of_one if of_one[each] != of_three[each]} == {}


@pytest.mark.parametrize("page", ["home", "dashboard", "agreement", "room"])
def test_a_first_load_stays_under_a_hundred_kilobytes(
    settings: Settings, page: str, product: Team, sales: Team, maya: Person, tomas: Person, admin: Person
) -> None:
    settings.REHEARSAL = True
    begin(AT)
    for number in range(1, 7):
        add_one_of_each(number, product, sales, maya, tomas, admin)
    slug = Agreement.objects.earliest("pk").slug
    addresses = {"agreement": f"/agreements/{slug}/", "room": f"/agreements/{slug}/syncs/1/"}
    answer = signed_in(maya).get(addresses.get(page, f"/{page}/"))

    html = answer.content.decode()
    parts = {name: squeezed(read(name)) for name in set(STATIC.findall(html))}
    assert answer.status_code == 200
    assert len(parts) > 30
    assert squeezed(answer.content) + sum(parts.values()) < FIRST_LOAD


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def costs(clients: dict[str, Client]) -> dict[str, int]:
    """How many queries each list takes each reader; -1 where it does not answer."""
    return {f"{who} {at}": cost(client, at) for who, client in clients.items() for at in LISTS[who]}


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    return len(seen) if answer.status_code == 200 else -1


def squeezed(content: bytes) -> int:
    return len(gzip.compress(content, mtime=0))


def read(name: str) -> bytes:
    found = finders.find(name)
    assert isinstance(found, str)
    return Path(found).read_bytes()


def add_one_of_each(number: int, product: Team, sales: Team, maya: Person, tomas: Person, admin: Person) -> None:
    """An agreement in force with all that a list may name: promises, flags, syncs, words, people, things of Maya's."""
    agreement = AgreementFactory.create(title=f"Launch {number}", is_active=True)
    for team, person in ((product, maya), (sales, tomas)):
        PartyFactory.create(agreement=agreement, team=team, representative=person)
    add_promises(agreement, product, sales, maya, tomas)
    cadence = CadenceFactory.create(agreement=agreement)
    for place, slot_on in enumerate((date(2027, 3, 8), date(2027, 2, 22), date(2027, 3, 1)), start=1):
        SyncFactory.create(cadence=cadence, number=place, slot_on=slot_on)
    ReadingFactory.create(metric=MetricFactory.create(agreement=agreement, reporter=maya))
    ConcernFactory.create(agreement=agreement, raised_by=tomas)
    Follow.objects.create(person=maya, agreement=agreement, since=AT)
    SavedView.objects.create(person=maya, page="agreements", name=f"View {number}", query=f"q={number}")
    tell(maya, agreement)
    Priority.objects.create(name=f"Priority {number}", position=number)
    PersonFactory.create(name=f"Person {number}")
    TeamFactory.create(name=f"Team {number}")
    create_token(actor=admin, at=AT, name=f"Token {number}", scope="read")


def add_promises(agreement: Agreement, product: Team, sales: Team, maya: Person, tomas: Person) -> None:
    ways = ((product, sales, maya, tomas), (sales, product, tomas, maya))
    for number, (team, for_team, owner, accepter) in enumerate(ways, start=1):
        commitment = CommitmentFactory.create(
            agreement=agreement,
            number=number,
            is_open=True,
            deliverable=f"Launch part {number}",
            team=team,
            for_team=for_team,
            owner=owner,
            accepted_by=accepter,
            health="drifting",
            shown_health="drifting",
        )
        DriftFlagFactory.create(agreement=agreement, commitment=commitment)
        CheckInFactory.create(commitment=commitment, person=owner)


def tell(person: Person, agreement: Agreement) -> None:
    Reminder.objects.create(
        kind="due_soon",
        key=f"due_soon|{agreement.pk}",
        recipient=person,
        agreement=agreement,
        local_on=AT.date(),
        due_at=AT,
        expires_at=AT,
        headline="Due today",
    )
