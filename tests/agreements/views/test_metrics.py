from datetime import date
from decimal import Decimal

import pytest

from agreements.models import Agreement, Metric
from teams.models import Person
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
