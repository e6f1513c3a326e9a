"""Lena of Sales worries about the launch; Dana of Product answers."""

from datetime import date, datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from agreements.domain.concerns import About
from agreements.models import Agreement, Commitment, Concern
from teams.models import Person
from tests.agreements.packets import WORRY, opened, raised, ruled, sent
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import (
    AgreementFactory,
    CadenceFactory,
    CommitmentFactory,
    ConcernFactory,
    MetricFactory,
    PartyFactory,
    ReadingFactory,
    SyncFactory,
)
from tests.visits import queries

SAID = {"about": "work", "text": WORRY}
PRIVATE = "Reviews are answered after a week."


def test_it_is_one_tap_from_where_one_is(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, feature: Commitment, lena: Person
) -> None:
    metric, browser = MetricFactory.create(agreement=launch), sign_in(lena)
    addresses = {
        page_of(launch): f"{page_of(launch, 'concerns')}new/",
        page_of(launch, "commitments", feature.number): f"{page_of(launch, 'concerns')}new/?commitment=",
        page_of(launch, "metrics", metric.pk): f"{page_of(launch, 'concerns')}new/?metric=",
        "/home/": "/concerns/new/",
    }

    assert [there in words(browser.get(here)) for here, there in addresses.items()] == [True] * 4


def test_from_home_one_goes_on_to_the_only_agreement(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person
) -> None:
    assert sign_in(lena).get("/concerns/new/").headers["Location"] == page_of(launch, "concerns", "new")


def test_from_home_one_chooses_among_several(sign_in: SignIn, launch: Agreement, lena: Person) -> None:
    other = AgreementFactory.create(title="Trial quotas", is_active=True)
    PartyFactory.create(agreement=other, team=lena.memberships.get().team)
    page = words(sign_in(lena).get("/concerns/new/"))

    assert ("Trial quotas" in page, launch.title in page) == (True, True)


def test_who_takes_part_in_none_reads_so(sign_in: SignIn, outsider: Person) -> None:
    assert "no agreement under way" in words(sign_in(outsider).get("/concerns/new/"))


def test_it_may_name_a_topic_that_came_up_before(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person
) -> None:
    ConcernFactory.create(agreement=launch, topic="Rollout")
    new, browser = page_of(launch, "concerns", "new"), sign_in(lena)
    page = browser.get(new).content.decode()
    browser.post(new, SAID | {"topic": "rollout"})

    assert '<option value="Rollout"></option>' in page
    assert Concern.objects.get(raised_by=lena).topic == "rollout"


def test_it_is_raised_and_answered(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person, dana: Person
) -> None:
    new = page_of(launch, "concerns", "new")
    raised_page = words(sign_in(lena).post(new, SAID, follow=True))
    answer = {"answer": "Two machines are ours from Monday on."}
    answered = words(sign_in(dana).post(f"{page_of(launch, 'concerns', 1)}resolution/", answer, follow=True))

    assert ("Raised." in raised_page, "Is it settled?" in raised_page) == (True, True)
    assert ("Answered." in answered, "Two machines are ours" in answered) == (True, True)


def test_the_form_says_who_reads_it(sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person) -> None:
    page = words(sign_in(lena).get(page_of(launch, "concerns", "new")))

    assert "Everybody who may read this agreement reads it." in page
    assert "Only Product and Sales read it, nobody else." in page


def test_it_can_be_about_a_commitment(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, feature: Commitment, lena: Person
) -> None:
    new = f"{page_of(launch, 'concerns', 'new')}?commitment={feature.number}"
    browser = sign_in(lena)
    page = words(browser.get(new))
    browser.post(new, SAID)

    assert "About A-" in page
    assert Concern.objects.get().commitment == feature


def test_it_can_be_about_a_reading(sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person) -> None:
    reading = ReadingFactory.create(metric=MetricFactory.create(agreement=launch, name="Trials"), on=date(2027, 2, 22))
    new = f"{page_of(launch, 'concerns', 'new')}?metric={reading.metric.pk}&reading=2027-02-22"
    browser = sign_in(lena)
    page = words(browser.get(new))
    browser.post(new, SAID)

    assert "read for 22 Feb 2027" in page
    assert (Concern.objects.get().metric, Concern.objects.get().reading_on) == (reading.metric, date(2027, 2, 22))


@pytest.mark.parametrize("query", ["commitment=99", "commitment=x", "metric=0", "metric=x", "commitment=٣"])
def test_what_is_not_there_is_not_there(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person, query: str
) -> None:
    assert sign_in(lena).get(f"{page_of(launch, 'concerns', 'new')}?{query}").status_code == 404


@pytest.mark.parametrize("reading", ["2027-02-22", "yesterday"])
def test_a_reading_that_nobody_took_is_not_there(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person, reading: str
) -> None:
    metric = MetricFactory.create(agreement=launch)
    here = f"{page_of(launch, 'concerns', 'new')}?metric={metric.pk}&reading={reading}"

    assert sign_in(lena).get(here).status_code == 404


def test_a_metric_of_another_agreement_is_not_there(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person
) -> None:
    foreign = MetricFactory.create()

    assert sign_in(lena).get(f"{page_of(launch, 'concerns', 'new')}?metric={foreign.pk}").status_code == 404


@pytest.mark.parametrize("changed", [{"text": " "}, {"about": "people"}, {"about": ""}])
def test_it_needs_words_and_a_kind(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person, changed: dict[str, str]
) -> None:
    assert sign_in(lena).post(page_of(launch, "concerns", "new"), SAID | changed).status_code == 422
    assert not Concern.objects.exists()


def test_only_who_takes_part_raises_one(sign_in: SignIn, page_of: PageOf, launch: Agreement, outsider: Person) -> None:
    browser, new = sign_in(outsider), page_of(launch, "concerns", "new")

    assert (browser.get(new).status_code, browser.post(new, SAID).status_code) == (403, 403)


@pytest.mark.parametrize(
    ("about", "statuses"), [("work", [200, 200, 200, 200]), ("way_of_working", [200, 404, 404, 404])]
)
def test_who_reads_it(
    sign_in: SignIn,
    page_of: PageOf,
    launch: Agreement,
    lena: Person,
    dana: Person,
    outsider: Person,
    executive: Person,
    admin: Person,
    about: str,
    statuses: list[int],
) -> None:
    concern = ConcernFactory.create(agreement=launch, about=about, text=PRIVATE, raised_by=lena)
    readers, here = (dana, outsider, executive, admin), page_of(launch, "concerns", concern.number)

    assert [sign_in(person).get(here).status_code for person in readers] == statuses


def test_words_about_how_we_work_are_on_no_page_of_others(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, feature: Commitment, lena: Person, dana: Person,
    outsider: Person, executive: Person, admin: Person, at: datetime
) -> None:  # fmt: skip
    browser = sign_in(lena)
    browser.post(f"{page_of(launch, 'concerns', 'new')}?commitment=1", {"about": "way_of_working", "text": PRIVATE})
    sign_in(dana).post(f"{page_of(launch, 'concerns', 1)}resolution/", {"answer": f"No: {PRIVATE}"})
    ConcernFactory.create(agreement=launch, number=2, about=About.WAY_OF_WORKING, text=PRIVATE, raised_by=lena)
    pages = [
        page_of(launch),
        page_of(launch, "history"),
        page_of(launch, "concerns"),
        page_of(launch, "commitments", feature.number),
        "/home/",
        "/escalations/",
        "/flags/",
    ]
    leaks = [
        (person.name, page)
        for person in (outsider, executive, admin)
        for page in pages
        if PRIVATE in words(sign_in(person).get(page)) or "how we work" in words(sign_in(person).get(page))
    ]

    assert leaks == []
    assert PRIVATE in words(sign_in(dana).get(page_of(launch, "concerns")))


def test_who_may_only_read_it_answers_nothing(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person, outsider: Person, at: datetime
) -> None:
    raised(lena, launch, at=at)
    browser, here = sign_in(outsider), page_of(launch, "concerns", 1)

    assert "Your answer" not in words(browser.get(here))
    assert browser.post(f"{here}resolution/", {"answer": "Mine."}).status_code == 403


def test_an_answer_says_something(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person, dana: Person, at: datetime
) -> None:
    raised(lena, launch, at=at)
    page = sign_in(dana).post(f"{page_of(launch, 'concerns', 1)}resolution/", {"answer": " "})

    assert (page.status_code, "Not answered yet" in words(page)) == (422, True)


def test_it_is_answered_once(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person, dana: Person, at: datetime
) -> None:
    raised(lena, launch, at=at)
    browser, here = sign_in(dana), f"{page_of(launch, 'concerns', 1)}resolution/"
    browser.post(here, {"answer": "One."})
    page = browser.post(here, {"answer": "Two."})

    assert (page.status_code, "has been answered already" in words(page)) == (409, True)


@pytest.mark.parametrize(("syncs", "offers"), [(1, False), (2, True)])
def test_after_two_syncs_it_offers_to_ask_together(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person, at: datetime,
    time_machine: TimeMachineFixture, syncs: int, offers: bool
) -> None:  # fmt: skip
    raised(lena, launch, at=at)
    cadence = CadenceFactory.create(agreement=launch)
    for number, days in enumerate((7, 14, 28)[: syncs + 1], start=1):  # the first was before it came onto the agenda
        SyncFactory.create(cadence=cadence, number=number, slot_on=at.date() + timedelta(days=days))
    browser = sign_in(lena)
    time_machine.move_to(at + timedelta(days=29), tick=False)
    browser.force_login(lena)

    assert ("Ask for a decision together" in words(browser.get(page_of(launch, "concerns", 1)))) is offers


def test_it_leads_to_the_packet_about_it(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person, executive: Person, at: datetime
) -> None:
    concern = raised(maya, launch, at=at)
    browser, here = sign_in(maya), page_of(launch, "concerns", 1)
    packet = opened(maya, launch, at=at, concern=concern)
    preparing = words(browser.get(here))
    ruled(executive, sent(maya, launch, at=at, concern=concern), at=at)
    decided = words(browser.get(here))

    assert f"/escalations/{packet.pk}/" in preparing
    assert ("Both sides prepare" in preparing, "It was decided:" in decided) == (True, True)


def test_a_list_costs_the_same_however_long(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person, feature: Commitment
) -> None:
    browser, here, counts = sign_in(lena), page_of(launch, "concerns"), []
    for number in range(1, 4):
        ConcernFactory.create(agreement=launch, number=number, commitment=feature, raised_by=lena)
        counts.append(queries(browser, here))

    assert counts[0] == counts[2]


def test_another_agreements_commitment_is_not_there(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, lena: Person
) -> None:
    foreign = CommitmentFactory.create(number=77)

    assert sign_in(lena).get(f"{page_of(launch, 'concerns', 'new')}?commitment={foreign.number}").status_code == 404
