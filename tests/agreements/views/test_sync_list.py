from datetime import date, timedelta

import pytest

from agreements.models import Agreement, Cadence, Topic, Turn
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import AT, CadenceFactory, DriftFlagFactory, SyncFactory
from tests.visits import queries, sent


@pytest.fixture
def cadence(launch: Agreement) -> Cadence:
    """Wednesday of this week, a fortnight later; one was held, one called off."""
    cadence = CadenceFactory.create(agreement=launch)
    SyncFactory.create(cadence=cadence, number=1, slot_on=date(2027, 2, 1), held_at=AT, person_minutes=90)
    SyncFactory.create(
        cadence=cadence,
        number=2,
        slot_on=date(2027, 2, 15),
        cancelled_at=AT,
        cancel_reason="All on track, fresh and undisputed.",
        person_minutes=120,
    )
    SyncFactory.create(cadence=cadence, number=3, slot_on=date(2027, 3, 3))
    SyncFactory.create(cadence=cadence, number=4, slot_on=date(2027, 3, 17))
    return cadence


def test_the_next_days_later_and_the_last_ones(sign_in: SignIn, cadence: Cadence, maya: Person) -> None:
    DriftFlagFactory.create(agreement=cadence.agreement)

    page = words(sign_in(maya).get("/syncs/"))

    week, later, last = (page.index(title) for title in ("The next seven days", "Later", "Last ones"))
    assert week < page.index("Wed 3 Mar, 10:00") < later < page.index("Wed 17 Mar, 10:00") < last
    assert "One item, one drifting, 5 of 30 minutes" in page
    assert "Nothing to settle" in page
    assert "1.5 person-hours" in page
    assert "Called off: All on track, fresh and undisputed." in page
    assert "2 person-hours" in page


def test_nothing_is_planned_at_first(sign_in: SignIn, maya: Person) -> None:
    assert "No sync is planned." in words(sign_in(maya).get("/syncs/"))


def test_other_teams_have_their_own(sign_in: SignIn, cadence: Cadence, outsider: Person) -> None:
    assert "No sync is planned." in words(sign_in(outsider).get("/syncs/"))


def test_more_of_them_take_no_more_queries(sign_in: SignIn, cadence: Cadence, maya: Person) -> None:
    browser = sign_in(maya)
    before = queries(browser, "/syncs/")
    for number in (5, 6):
        SyncFactory.create(cadence=cadence, number=number, slot_on=date(2027, 3, 17) + timedelta(weeks=2 * number))

    assert queries(browser, "/syncs/") == before


def test_whoever_takes_turns_is_named_by_the_next_ones(
    sign_in: SignIn, page_of: PageOf, cadence: Cadence, maya: Person, tomas: Person
) -> None:
    browser = sign_in(maya)
    here = page_of(cadence.agreement, "rota")

    answer = browser.post(here, {"turn_1": maya.pk, "turn_2": tomas.pk}, follow=True)

    assert "Saved. It goes round from here on." in words(answer)
    assert list(Turn.objects.order_by("position").values_list("person", flat=True)) == [maya.pk, tomas.pk]
    page = words(answer)
    coming = page[page.index("The next ones") : page.index("The order")]
    shown = [coming.index(name) for name in ("Wed 3 Mar", "Maya Okafor", "Wed 17 Mar", "Tomas Lindqvist")]
    assert shown == sorted(shown)


def test_nobody_takes_two_turns(sign_in: SignIn, page_of: PageOf, cadence: Cadence, maya: Person) -> None:
    here = page_of(cadence.agreement, "rota")

    answer = sign_in(maya).post(here, {"turn_1": maya.pk, "turn_2": maya.pk})

    assert answer.status_code == 422
    assert "Maya Okafor is on the list twice." in words(answer)


def test_the_rota_is_for_the_parties(sign_in: SignIn, page_of: PageOf, cadence: Cadence, outsider: Person) -> None:
    assert sign_in(outsider).get(page_of(cadence.agreement, "rota")).status_code == 403


def test_a_topic_comes_on_the_agenda_and_off_it(
    sign_in: SignIn, page_of: PageOf, cadence: Cadence, maya: Person
) -> None:
    browser = sign_in(maya)
    topics = page_of(cadence.agreement, "topics")

    assert "Change 5" in words(browser.get(f"{topics}?text=Change+5"))
    agenda = words(browser.post(topics, {"text": "Change 5", "minutes": 7}, follow=True))
    assert "Change 5" in agenda
    assert "7 min" in agenda

    browser.post(f"{topics}{Topic.objects.get().pk}/removal/", {"sync": 3})
    assert "Nothing drifts" in words(browser.get(page_of(cadence.agreement, "syncs", 3)))


def test_a_topic_leads_back_to_where_it_was_brought_from(
    sign_in: SignIn, page_of: PageOf, cadence: Cadence, maya: Person
) -> None:
    topics, browser = page_of(cadence.agreement, "topics"), sign_in(maya)
    ours = browser.post(topics, {"text": "One", "minutes": 5, "back": "/flags/"})
    theirs = browser.post(topics, {"text": "Two", "minutes": 5, "back": "https://elsewhere.example/"})

    assert ours.headers["Location"] == "/flags/"
    assert theirs.headers["Location"] == page_of(cadence.agreement, "syncs", 3)


def test_a_topic_without_words_is_given_back(sign_in: SignIn, page_of: PageOf, cadence: Cadence, maya: Person) -> None:
    assert sent(sign_in(maya), maya, page_of(cadence.agreement, "topics"), {"text": " "}).status_code == 422


def test_a_flag_is_brought_to_the_sync(sign_in: SignIn, cadence: Cadence, maya: Person) -> None:
    flag = DriftFlagFactory.create(agreement=cadence.agreement)

    page = words(sign_in(maya).get(f"/flags/{flag.pk}/"))

    assert "Bring it to the sync" in page
    assert f"back=%2Fflags%2F{flag.pk}%2F" in page
