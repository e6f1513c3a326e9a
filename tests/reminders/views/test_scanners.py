"""Mail programs and scanners open links, wait on them and follow them. None of that changes one row of the database."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.request import Request, urlopen

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from agreements.models import CheckIn
from reminders.models import MailToken
from teams.clock import real_now
from teams.models import Person
from teams.operations.tokens import digest_of
from tests.factories import AT, MetricFactory
from tests.rehearsal import begin
from tests.reminders.conftest import Deal

pytestmark = pytest.mark.django_db(transaction=True)

PLAIN = "k7QLbQY863LwDpWjlG9FfIC4xVt6aC681oWpt8DHW_g"
SAYS = ("done", "on_track", "doubt", "adjust")
TEN_SECONDS = 10_000
SCANNERS = {
    "SafeLinks": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0 OneOutlook/1.2024.1003.200",
    "Proofpoint": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.6478.126 Safari/537.36 Proofpoint-URL-Defense/2.0",
    "Mimecast": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/119.0.0.0 Safari/537.36 Mimecast-TTP/1.0",
    "Barracuda": "Mozilla/5.0 (compatible; BarracudaSentinel/1.0; Barracuda Essentials Link Protection)",
    "Googlebot": "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/129.0.6668.89 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
}


@pytest.fixture
def address(settings: Settings, deal: Deal, dana: Person, live_server: LiveServer) -> str:
    """A link as a mail carries it, with everything on its page that can be pressed."""
    settings.REHEARSAL = True
    begin(AT)
    MetricFactory.create(agreement=deal.agreement, reporter=dana, joint_at=AT)
    MailToken.objects.create(
        digest=digest_of(PLAIN),
        person=dana,
        agreement=deal.agreement,
        round_on=date(2027, 3, 8),
        closes_at=AT + timedelta(days=9),
        expires_at=real_now() + timedelta(days=9),
    )
    return f"{live_server.url}/c/{PLAIN}/"


@pytest.fixture
def unchanged(address: str) -> Iterator[None]:
    """Every row of every table is the same before and after."""
    before = everything()
    yield
    assert everything() == before


def everything() -> dict[str, str | None]:
    """A hash of the rows of each table there is, of whichever app, read through SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')
            (found[table],) = cursor.fetchone()
    return found


def ask(address: str, *, method: str, agent: str) -> int:
    request = Request(address, method=method, headers={"User-Agent": agent})
    with urlopen(request) as answer:
        assert answer.headers.get_all("Set-Cookie") is None
        return int(answer.status)


def test_the_hash_sees_one_press(address: str, client: Client, deal: Deal) -> None:
    before = everything()
    client.post(f"/c/{PLAIN}/", {f"{deal.commitment.pk}-say": "doubt"})
    after = everything()

    assert len(before) > 40
    assert {"agreements_checkin", "agreements_event"} <= {table for table in after if after[table] != before[table]}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("agent", SCANNERS.values(), ids=SCANNERS)
def test_a_scanner_changes_nothing(address: str, deal: Deal, agent: str) -> None:
    links = [address, *(f"{address}?say={say}&of={deal.commitment.pk}" for say in SAYS)]
    statuses = {ask(link, method=method, agent=agent) for link in links for method in ("HEAD", "GET", "GET", "GET")}

    assert statuses == {200}


@pytest.mark.usefixtures("unchanged")
def test_a_browser_that_stays_ten_seconds_changes_nothing(address: str, deal: Deal, browser: Browser) -> None:
    """With scripts and without, side by side."""
    contexts = [browser.new_context(java_script_enabled=scripts) for scripts in (True, False)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(f"{address}?say=done&of={deal.commitment.pk}")
        page.mouse.move(200, 300)
    pages[-1].wait_for_timeout(TEN_SECONDS)
    seen = [page.get_by_role("button", name="Send check-in").is_visible() for page in pages]
    cookies = [context.cookies() for context in contexts]
    for context in contexts:
        context.close()

    assert (seen, cookies) == ([True, True], [[], []])


def test_after_an_answer_they_take_nothing_back(address: str, client: Client, deal: Deal, browser: Browser) -> None:
    client.post(f"/c/{PLAIN}/", {f"{deal.commitment.pk}-say": "doubt"})
    before = everything()
    page = browser.new_page()
    page.goto(f"{address}?sent=1")
    page.wait_for_timeout(TEN_SECONDS)
    seen = page.get_by_role("button", name="Undo").is_visible()
    page.close()

    assert (seen, everything() == before, CheckIn.objects.count()) == (True, True, 1)
