from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import AuditEvent, Holiday, Organisation, Person
from teams.operations.drafts import OrganisationDraft
from teams.operations.organisation import (
    HolidayExistsError,
    OrganisationExistsError,
    add_holiday,
    create_organisation,
    edit_organisation,
    remove_holiday,
    seed_holidays,
)
from tests.factories import HolidayFactory

ACME = OrganisationDraft(name="Acme & Sons", time_zone="Europe/Oslo", thresholds={"due_soon_days": 7})


@pytest.mark.django_db
def test_an_installation_begins_with_an_administrator(at: datetime) -> None:
    organisation, admin = create_organisation(at=at, name="Acme", admin_email="Ada@acme.example", admin_name="Ada")

    assert (organisation.name, admin.email, admin.role, admin.is_active, admin.has_usable_password()) == (
        "Acme",
        "ada@acme.example",
        "administrator",
        True,
        False,
    )


def test_one_installation_is_one_organisation(organisation: Organisation, at: datetime) -> None:
    with pytest.raises(OrganisationExistsError):
        create_organisation(at=at, name="Other", admin_email="ada@acme.example", admin_name="Ada")

    assert not Person.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"admin_email": "ada"}, "email"),
        ({"time_zone": "Oslo"}, "time_zone"),
        ({"name": ""}, "name"),
        ({"admin_name": ""}, "name"),
    ],
)
def test_a_beginning_that_cannot_be_names_its_field(at: datetime, wrong: dict[str, str], field: str) -> None:
    values = {"name": "Acme", "admin_email": "ada@acme.example", "admin_name": "Ada"} | wrong

    with pytest.raises(InvalidValueError) as refused:
        create_organisation(at=at, **values)

    assert list(refused.value.fields) == [field]
    assert not Organisation.objects.exists()


def test_settings_change(admin: Person, at: datetime) -> None:
    edit_organisation(actor=admin, at=at, draft=ACME)

    found = Organisation.objects.get()
    assert (found.name, found.time_zone, found.thresholds) == ("Acme & Sons", "Europe/Oslo", {"due_soon_days": 7})
    assert AuditEvent.objects.get().data == {
        "was": {"name": "Acme", "time_zone": "Europe/Berlin", "thresholds": ""},
        "now": {"name": "Acme & Sons", "time_zone": "Europe/Oslo", "thresholds": "due_soon_days 7"},
    }


def test_settings_that_change_nothing_are_no_history(admin: Person, at: datetime) -> None:
    draft = OrganisationDraft(name="Acme", time_zone="Europe/Berlin", thresholds={})
    edit_organisation(actor=admin, at=at, draft=draft)

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (OrganisationDraft(name="Acme", time_zone="Mars", thresholds={}), "time_zone"),
        (OrganisationDraft(name="Acme", time_zone="UTC", thresholds={"luck": 1}), "luck"),
        (OrganisationDraft(name="Acme", time_zone="UTC", thresholds={"due_soon_days": 0}), "due_soon_days"),
    ],
)
def test_a_setting_that_cannot_be_names_its_field(
    admin: Person, at: datetime, draft: OrganisationDraft, field: str
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        edit_organisation(actor=admin, at=at, draft=draft)

    assert list(refused.value.fields) == [field]


def test_a_day_off_is_added(admin: Person, at: datetime) -> None:
    add_holiday(actor=admin, at=at, on=date(2027, 12, 24), name=" Christmas Eve ")

    assert list(Holiday.objects.values_list("on", "name")) == [(date(2027, 12, 24), "Christmas Eve")]
    assert AuditEvent.objects.get().data == {"on": "2027-12-24", "name": "Christmas Eve"}


def test_a_day_off_has_one_name(admin: Person, at: datetime) -> None:
    HolidayFactory.create(on=date(2027, 12, 24))

    with pytest.raises(HolidayExistsError):
        add_holiday(actor=admin, at=at, on=date(2027, 12, 24), name="Christmas Eve")


def test_a_day_off_is_worked_again(admin: Person, at: datetime) -> None:
    holiday = HolidayFactory.create()
    remove_holiday(actor=admin, at=at, holiday=holiday)
    remove_holiday(actor=admin, at=at, holiday=Holiday(pk=10**9, on=holiday.on, name=holiday.name))

    assert not Holiday.objects.exists()
    assert AuditEvent.objects.get().kind == "holiday_removed"


def test_a_country_s_days_off_are_seeded_once(admin: Person, at: datetime) -> None:
    HolidayFactory.create(on=date(2027, 3, 26), name="Our Friday")
    first = seed_holidays(actor=admin, at=at, country="DE", year=2027)
    again = seed_holidays(actor=admin, at=at, country="DE", year=2027)

    assert (first, again, Holiday.objects.count()) == (8, 0, 9)
    assert Holiday.objects.get(on=date(2027, 3, 26)).name == "Our Friday"


def test_a_country_without_a_list_is_refused(admin: Person, at: datetime) -> None:
    with pytest.raises(InvalidValueError) as refused:
        seed_holidays(actor=admin, at=at, country="ATLANTIS", year=2027)

    assert list(refused.value.fields) == ["country"]


@pytest.mark.parametrize(
    "write",
    [
        lambda **who: edit_organisation(draft=ACME, **who),
        lambda **who: add_holiday(on=date(2027, 12, 24), name="Christmas Eve", **who),
        lambda **who: remove_holiday(holiday=Holiday.objects.get(), **who),
        lambda **who: seed_holidays(country="DE", year=2027, **who),
    ],
    ids=["edit", "add", "remove", "seed"],
)
def test_only_administrators_set_the_organisation(executive: Person, at: datetime, write: Callable[..., Any]) -> None:
    HolidayFactory.create()

    with pytest.raises(ForbiddenError):
        write(actor=executive, at=at)

    assert (Organisation.objects.get().name, Holiday.objects.count(), AuditEvent.objects.count()) == ("Acme", 1, 0)
