from datetime import date, timedelta

from django.test import Client

from teams.clock import real_now
from teams.models import Holiday, Organisation, Person
from tests.factories import HolidayFactory
from tests.visits import sent


def test_an_administrator_renames_the_organisation(client: Client, admin: Person) -> None:
    sent(client, admin, "/settings/organisation/", {"name": "Larkspur", "time_zone": "Europe/Paris"})

    assert Organisation.objects.get().name == "Larkspur"


def test_a_holiday_is_added_and_removed(client: Client, admin: Person) -> None:
    sent(client, admin, "/settings/holidays/", {"on": "2027-05-01", "name": "Labour Day"})
    holiday = Holiday.objects.get()

    sent(client, admin, f"/settings/holidays/{holiday.pk}/removal/")
    assert not Holiday.objects.exists()


def test_the_holidays_of_a_country_are_taken_over(client: Client, admin: Person) -> None:
    sent(client, admin, "/settings/holidays/seed/", {"country": "de", "year": "2027"})

    assert Holiday.objects.filter(on=date(2027, 10, 3)).exists()


def test_a_country_without_a_list_is_refused_at_its_field(client: Client, admin: Person) -> None:
    answer = sent(client, admin, "/settings/holidays/seed/", {"country": "xx", "year": "2027"})

    assert answer.status_code == 422
    assert "country" in answer.context["seed"].errors


def test_holidays_of_past_years_are_not_listed(client: Client, admin: Person) -> None:
    HolidayFactory.create(on=real_now().date() - timedelta(days=800))
    client.force_login(admin)

    assert not client.get("/settings/holidays/").context["holidays"]
