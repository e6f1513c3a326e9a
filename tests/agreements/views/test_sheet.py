import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from agreements.models import Agreement
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from teams.models import Person, Team
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import AT, CadenceFactory, CommitmentFactory, MetricFactory
from tests.rehearsal import begin

DELIVERABLES = (
    "Enablement deck",
    "Outreach to 120 named accounts begins",
    "Metering API returns hourly usage for each account and each of its sub-accounts",
    "Pricing page and upgrade flow ready to launch in all five languages",
    "Feedback from 10 design partners, written up with what each of them would pay for and why",
)


@pytest.fixture
def signed(proposed: Agreement, maya: Person, tomas: Person, at: datetime) -> Agreement:
    _sign(proposed, at, maya, tomas)
    return proposed


def _sign(agreement: Agreement, at: datetime, *people: Person) -> None:
    version = agreement.versions.standing().get()
    for person in people:
        sign(actor=person, at=at, agreement=agreement, terms_hash=version.terms_hash)


def test_the_sheet_is_shown(sign_in: SignIn, page_of: PageOf, signed: Agreement, lena: Person) -> None:
    page = words(sign_in(lena).get(page_of(signed, "print")))

    assert "The feature" in page
    assert "Signed by" in page
    assert signed.versions.get().terms_hash[:12] in page
    assert f"http://testserver{page_of(signed)}" in page
    assert page_of(signed, "calendar.ics").rstrip("/") in page


def test_what_has_no_terms_leads_back(sign_in: SignIn, page_of: PageOf, ready: Agreement, maya: Person) -> None:
    assert sign_in(maya).get(page_of(ready, "print")).headers["Location"] == page_of(ready)


def test_the_calendar_file(sign_in: SignIn, page_of: PageOf, signed: Agreement, lena: Person) -> None:
    answer = sign_in(lena).get(page_of(signed, "calendar.ics").rstrip("/"))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="agreement-{signed.number}.ics"'
    read = Calendar.from_ical(answer.content)
    assert isinstance(read, Calendar)
    assert [str(event["summary"]) for event in read.events] == [
        "Due: The feature (Dana Whitfield)",
        "Due: The outreach (Lena Brandt)",
    ]


@pytest.mark.parametrize("part", ["print/", "calendar.ics"])
def test_who_may_not_see_the_agreement_finds_nothing(
    sign_in: SignIn, page_of: PageOf, signed: Agreement, outsider: Person, part: str
) -> None:
    Agreement.objects.filter(pk=signed.pk).update(visibility="parties")

    assert sign_in(outsider).get(f"{page_of(signed)}{part}").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("promises", "sheets"), [(22, 1), (60, 2)])
def test_twenty_two_promises_fit_one_sheet_of_paper(
    settings: Settings,
    browser: Browser,
    live_server: LiveServer,
    page_of: PageOf,
    ready: Agreement,
    product: Team,
    sales: Team,
    maya: Person,
    tomas: Person,
    promises: int,
    sheets: int,
) -> None:
    settings.REHEARSAL = True
    begin(AT)
    _fill(ready, product, sales, until=promises)
    propose(actor=maya, at=AT, agreement=ready)
    _sign(ready, AT, maya, tomas)

    page = _page_of(maya, browser, live_server)
    page.goto(live_server.url + page_of(ready, "print"))

    assert page.locator("tbody tr").count() == promises
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == sheets
    page.context.close()


@pytest.mark.django_db(transaction=True)
def test_six_commitments_take_half_a_sheet(
    settings: Settings,
    browser: Browser,
    live_server: LiveServer,
    page_of: PageOf,
    ready: Agreement,
    product: Team,
    sales: Team,
    maya: Person,
    tomas: Person,
) -> None:
    settings.REHEARSAL = True
    begin(AT)
    _fill(ready, product, sales, until=6)
    propose(actor=maya, at=AT, agreement=ready)
    _sign(ready, AT, maya, tomas)

    page = _page_of(maya, browser, live_server)
    page.set_viewport_size({"width": 688, "height": 1000})  # an A4 sheet without its margins
    page.emulate_media(media="print")
    page.goto(live_server.url + page_of(ready, "print"))

    assert page.evaluate("document.querySelector('main').getBoundingClientRect().height") <= 561
    page.context.close()


def _fill(agreement: Agreement, product: Team, sales: Team, *, until: int) -> None:
    dana, lena = (agreement.commitments.get(number=number).owner for number in (1, 2))
    for number in range(3, until + 1):
        CommitmentFactory.create(
            agreement=agreement,
            number=number,
            deliverable=DELIVERABLES[number % len(DELIVERABLES)],
            team=(product, sales)[number % 2],
            for_team=(sales, product)[number % 2],
            owner=(dana, lena)[number % 2],
            accepted_by=(lena, dana)[number % 2],
            due_on=date(2027, 3, 15) + timedelta(days=number),
        )
    for name in ("Qualified trials a month", "First response within four hours"):
        MetricFactory.create(agreement=agreement, name=name)
    CadenceFactory.create(agreement=agreement)
    agreement.shared_goal = (
        "500 qualified trials a month by 30 April on the new pricing, without first response slipping past 4 hours."
    )
    agreement.save()


def _page_of(person: Person, browser: Browser, server: LiveServer) -> Page:
    client = Client()
    client.force_login(person)
    context = browser.new_context()
    context.add_cookies([{"name": name, "value": one.value, "url": server.url} for name, one in client.cookies.items()])
    return context.new_page()
