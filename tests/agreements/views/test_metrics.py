from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Assent, Concern, Metric
from teams.models import Person, Team
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import MetricFactory, ReadingFactory


@pytest.fixture
def leads(launch: Agreement, maya: Person) -> Metric:
    return MetricFactory.create(
        agreement=launch, name="Qualified leads", reporter=maya, bound=80, bound_kind="at_least"
    )


@pytest.fixture
def here(page_of: PageOf, leads: Metric) -> str:
    return page_of(leads.agreement, "metrics", leads.pk)


def test_it_shows_what_was_agreed_and_every_reading(
    sign_in: SignIn, here: str, leads: Metric, outsider: Person
) -> None:
    ReadingFactory.create(metric=leads, on=date(2027, 2, 15), value=Decimal(118), note="After the fair.")

    page = words(sign_in(outsider).get(here))

    for said in ("Qualified leads at least 80 leads", "After the fair.", "118 leads", "every week by Maya Okafor"):
        assert said in page
    assert "Add the reading" not in page


def test_a_level_to_hold_has_no_line(sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person) -> None:
    held = MetricFactory.create(agreement=launch, direction="hold", name="Response")

    assert "within 5 %" in words(sign_in(maya).get(page_of(launch, "metrics", held.pk)))


def test_a_member_adds_a_reading(sign_in: SignIn, here: str, leads: Metric, dana: Person) -> None:
    answer = sign_in(dana).post(f"{here}readings/", {"on": "2027-02-22", "value": "131.5", "note": ""}, follow=True)

    assert answer.redirect_chain == [(here, 302)]
    assert leads.readings.get().value == Decimal("131.5")


@pytest.mark.parametrize(
    ("on", "value", "sentence"),
    [
        ("2027-03-02", "131", "A reading cannot be of a day to come."),
        ("2027-02-22", "many", "Enter a number."),
    ],
)
def test_a_reading_that_does_not_fit_is_asked_again(
    sign_in: SignIn, here: str, leads: Metric, dana: Person, on: str, value: str, sentence: str
) -> None:
    answer = sign_in(dana).post(f"{here}readings/", {"on": on, "value": value})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not leads.readings.exists()


def test_a_metric_of_another_agreement_is_absent(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person
) -> None:
    other = MetricFactory.create()

    assert sign_in(maya).get(page_of(launch, "metrics", other.pk)).status_code == 404


def test_a_value_far_from_all_others_is_asked_about_once(
    sign_in: SignIn, here: str, leads: Metric, dana: Person
) -> None:
    browser, sent = sign_in(dana), {"on": "2027-02-22", "value": "1180", "note": ""}
    first = browser.post(f"{here}readings/", sent)

    assert first.status_code == 422
    assert "This is far from every value so far. If it is right, send it again." in words(first)
    assert 'name="sure" value="1180"' in words(first)
    assert browser.post(f"{here}readings/", sent | {"sure": "1180"}).status_code == 302
    assert leads.readings.get().value == 1180


def test_another_far_value_is_asked_about_again(sign_in: SignIn, here: str, leads: Metric, dana: Person) -> None:
    answer = sign_in(dana).post(f"{here}readings/", {"on": "2027-02-22", "value": "1190", "sure": "1180"})

    assert answer.status_code == 422


def test_the_chart_says_in_words_what_it_draws(sign_in: SignIn, here: str, leads: Metric, dana: Person) -> None:
    for week, value in enumerate((100, 118, 121, 140, 150)):
        ReadingFactory.create(metric=leads, on=date(2027, 2, 1) + timedelta(weeks=week), value=Decimal(value))
    page = words(sign_in(dana).get(here))

    assert (
        "100 leads on 1 Feb, 150 leads on 1 Mar, 5 readings in all; "
        "just under the line; heading for 407 leads (358 to 566) by 1 Aug."
    ) in page
    assert "Show as a table" in page


def test_a_broken_limit_on_another_metric_is_off_track(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person
) -> None:
    """Margin up ten percent while the in-stock rate is 96.9 %: PRACTICES 9."""
    stock = MetricFactory.create(agreement=launch, name="In-stock rate", unit="%", direction="hold", target=98)
    margin = MetricFactory.create(
        agreement=launch, name="Margin", bound=97, bound_kind="at_least", bound_on=stock, target=110
    )
    ReadingFactory.create(metric=margin, on=date(2027, 3, 1), value=Decimal(110))
    ReadingFactory.create(metric=stock, on=date(2027, 3, 1), value=Decimal("96.9"))
    browser = sign_in(maya)
    page = words(browser.get(page_of(launch, "metrics", margin.pk)))

    assert "Off track: In-stock rate under 97%" in page
    assert f'href="{page_of(launch, "metrics", stock.pk)}"' in page
    assert "at least 97%, for “Margin”" in words(browser.get(page_of(launch, "metrics", stock.pk)))
    assert "Off track: In-stock rate under 97%" in words(browser.get(page_of(launch)))


def test_open_notes_about_the_number_stand_on_its_page(
    sign_in: SignIn, here: str, leads: Metric, tomas: Person, maya: Person, at: datetime
) -> None:
    said = {"agreement": leads.agreement, "about": "work", "metric": leads, "raised_by": tomas, "raised_at": at}
    Concern.objects.create(number=1, text="Without the pilots it is 96.", reading_on=date(2027, 2, 15), **said)
    Concern.objects.create(number=2, text="Long settled.", answer="So.", answered_by=maya, resolved_at=at, **said)
    page = words(sign_in(maya).get(here))

    assert "Without the pilots it is 96." in page
    assert "reads the number of Mon 15 Feb differently" in page
    assert "Long settled." not in page


@pytest.mark.parametrize(("who", "is_offered"), [("dana", True), ("outsider", False)])
def test_the_parties_can_read_a_number_differently(
    request: pytest.FixtureRequest, sign_in: SignIn, here: str, leads: Metric, who: str, is_offered: bool
) -> None:
    ReadingFactory.create(metric=leads, on=date(2027, 2, 15), value=Decimal(118))
    page = words(sign_in(request.getfixturevalue(who)).get(here))

    assert (f"/concerns/new/?metric={leads.pk}&amp;reading=2027-02-15" in page) is is_offered


def test_to_whom_it_matters_stands_beside_it(
    sign_in: SignIn, here: str, leads: Metric, product: Team, sales: Team, maya: Person, tomas: Person, at: datetime
) -> None:
    for team, person in ((product, maya), (sales, tomas)):
        Assent.objects.create(metric=leads, team=team, person=person, at=at)

    assert "This matters to: Product, Sales" in words(sign_in(maya).get(here))


def test_the_page_costs_the_same_however_much_is_read(sign_in: SignIn, here: str, leads: Metric, dana: Person) -> None:
    browser = sign_in(dana)
    browser.get(here)
    counts = set()
    for _ in range(3):
        ReadingFactory.create(metric=leads)
        with CaptureQueriesContext(connection) as seen:
            browser.get(here)
        counts.add(len(seen))

    assert len(counts) == 1


# A pasted table


TABLE = "on,value,note\n2027-02-15,118,\n2027-02-22,131.5,After the fair"


def test_a_table_is_looked_at_before_anything_is_saved(sign_in: SignIn, here: str, leads: Metric, dana: Person) -> None:
    ReadingFactory.create(metric=leads, on=date(2027, 2, 15), value=Decimal(110))
    answer = sign_in(dana).post(f"{here}readings/table/", {"table": TABLE, "act": "look"})
    page = words(answer)

    assert answer.status_code == 200
    assert "This is what would be saved" in page
    assert "replaces 110 leads" in page
    assert leads.readings.get().value == 110


def test_then_all_of_it_is_saved(sign_in: SignIn, here: str, leads: Metric, dana: Person) -> None:
    answer = sign_in(dana).post(f"{here}readings/table/", {"table": TABLE, "act": "save"}, follow=True)

    assert answer.redirect_chain == [(here, 302)]
    assert "2 readings added. Everybody sees them now." in words(answer)
    assert list(leads.readings.order_by("on").values_list("value", "note")) == [
        (118, ""),
        (Decimal("131.5"), "After the fair"),
    ]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("2027-02-15,118\n3/4/2027,119", "Row 2, day: “3/4/2027” is no day that reads one way: write 2027-03-01."),
        ("2027-02-15,118\n2027-02-22,many", "Row 2, value: “many” is no number: write 1234.5."),
        ("2027-02-15,118\n2027-03-02,119", "Row 2, day: A reading cannot be of a day to come."),
        ("2027-02-15,118\n2027-02-15,119", "Row 2, day: Row 1 is about the same day."),
        ("2027-02-15,118\n2027-02-22,0.00001", "Row 2, value: Ensure that there are no more than 4 decimal places."),
    ],
)
@pytest.mark.parametrize("act", ["look", "save"])
def test_one_row_that_does_not_fit_keeps_all_from_being_saved(
    sign_in: SignIn, here: str, leads: Metric, dana: Person, table: str, sentence: str, act: str
) -> None:
    answer = sign_in(dana).post(f"{here}readings/table/", {"table": table, "act": act})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not leads.readings.exists()


def test_an_empty_table_is_asked_again(sign_in: SignIn, here: str, leads: Metric, dana: Person) -> None:
    assert sign_in(dana).post(f"{here}readings/table/", {"table": "", "act": "look"}).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("dana", 200), ("outsider", 403)])
def test_the_parties_paste_tables(
    request: pytest.FixtureRequest, sign_in: SignIn, here: str, leads: Metric, who: str, status: int
) -> None:
    assert sign_in(request.getfixturevalue(who)).get(f"{here}readings/table/").status_code == status
