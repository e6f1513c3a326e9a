"""The organisation itself: its first day, its settings, and the days on which nobody works."""

from datetime import date, datetime

import holidays as seeds
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from teams.domain.calendar import zone
from teams.domain.errors import ForbiddenError, InvalidValueError, RefusalError
from teams.domain.language import say
from teams.models import Holiday, Organisation, Person, Role
from teams.operations.drafts import OrganisationDraft
from teams.operations.events import record_audit
from teams.operations.values import check, fill, values_of
from teams.permissions import may_administer


class OrganisationExistsError(RefusalError):
    """One installation is one organisation."""

    code = "organisation_exists"


class HolidayExistsError(RefusalError):
    """A day has one name."""

    code = "holiday_exists"


def lock_organisation() -> Organisation:
    """Hold the organisation's row: whoever changes what must stay true of all people or teams waits here."""
    return Organisation.objects.select_for_update().get()


def lock_as_administrator(actor: Person) -> Organisation:
    """Hold the organisation's row for an administrator; anybody else is refused."""
    organisation = lock_organisation()
    actor.refresh_from_db(fields=["role", "is_active"])
    if not may_administer(actor):
        raise ForbiddenError(say("Only administrators of the organisation can do this."))
    return organisation


@transaction.atomic
def create_organisation(
    *, at: datetime, name: str, admin_email: str, admin_name: str, time_zone: str = "UTC"
) -> tuple[Organisation, Person]:
    """Begin an installation: its organisation and its first administrator, who has no password yet."""
    if Organisation.objects.exists():
        raise OrganisationExistsError(say("This installation already has its organisation."))
    zone(time_zone)
    organisation = Organisation(name=name, time_zone=time_zone)
    email = Person.objects.normalize_email(admin_email)
    admin = Person(email=email, name=admin_name, role=Role.ADMINISTRATOR, time_zone=time_zone, created_at=at)
    admin.set_unusable_password()
    for row in (organisation, admin):
        check(row)
        row.save()
    record_audit(kind="organisation_created", actor=admin, at=at, data={"name": name, "administrator": admin.email})
    return organisation, admin


@transaction.atomic
def edit_organisation(*, actor: Person, at: datetime, draft: OrganisationDraft) -> Organisation:
    """Change name, zone and drift thresholds. Raises InvalidValueError for a number no rule knows or allows."""
    organisation = lock_as_administrator(actor)
    zone(draft.time_zone)
    import_string(settings.THRESHOLDS_CHECK)(draft.thresholds)
    if changes := fill(organisation, values_of(draft)):
        organisation.save()
        record_audit(kind="organisation_edited", actor=actor, at=at, data=changes)
    return organisation


@transaction.atomic
def add_holiday(*, actor: Person, at: datetime, on: date, name: str) -> Holiday:
    lock_as_administrator(actor)
    if Holiday.objects.filter(on=on).exists():
        raise HolidayExistsError(say("That day is a holiday already."))
    holiday = Holiday(on=on, name=name.strip())
    check(holiday)
    holiday.save()
    record_audit(kind="holiday_added", actor=actor, at=at, data={"on": on.isoformat(), "name": holiday.name})
    return holiday


@transaction.atomic
def remove_holiday(*, actor: Person, at: datetime, holiday: Holiday) -> None:
    """Work on that day again; what was decided with it in mind stays decided."""
    lock_as_administrator(actor)
    if Holiday.objects.filter(pk=holiday.pk).delete()[0]:
        record_audit(
            kind="holiday_removed", actor=actor, at=at, data={"on": holiday.on.isoformat(), "name": holiday.name}
        )


@transaction.atomic
def seed_holidays(*, actor: Person, at: datetime, country: str, year: int) -> int:
    """Add the public holidays of a country (ISO 3166, "DE") in a year; how many days were new.

    They are ours from then on: to be renamed or removed, and never changed by a newer list.
    """
    lock_as_administrator(actor)
    if country not in seeds.list_supported_countries():
        sentence = say("There is no list of holidays for this country. Use a code such as DE or US.")
        raise InvalidValueError(sentence, fields={"country": [sentence]})
    known = set(Holiday.objects.values_list("on", flat=True))
    days = seeds.country_holidays(country, years=year, language="en_US")
    fresh = [Holiday(on=day, name=name[:120]) for day, name in sorted(days.items()) if day not in known]
    Holiday.objects.bulk_create(fresh)
    record_audit(
        kind="holidays_seeded", actor=actor, at=at, data={"country": country, "year": year, "days": len(fresh)}
    )
    return len(fresh)
