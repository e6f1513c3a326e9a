"""Set the stage: the organisation and its people, then the stories on it."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from reminders.management.sample.cast import (
    ADMINISTRATOR,
    CAST,
    EXECUTIVE,
    ORGANISATION,
    PASSWORD,
    PRIORITIES,
    TEAMS,
    ZONE,
    Part,
    address,
)
from reminders.management.sample.launch import LAUNCH
from reminders.management.sample.retention import RETENTION
from reminders.management.sample.reviews import REVIEWS
from reminders.management.sample.shelves import SHELVES
from reminders.management.sample.spending import CAPITAL, LEADS
from reminders.management.sample.stage import Stage
from teams.domain.calendar import local_date, zone
from teams.models import Person, Team
from teams.operations.drafts import PersonDraft, PriorityDraft, TeamDraft
from teams.operations.organisation import create_organisation, seed_holidays
from teams.operations.people import add_person
from teams.operations.priorities import add_priority
from teams.operations.teams import add_member, add_team

STORIES = (LAUNCH, SHELVES, LEADS, REVIEWS, CAPITAL, RETENTION)
FOUNDED = timedelta(days=400)  # before today; older than the oldest story


def set_stage(*, now: datetime) -> list[Stage]:
    """Found the organisation a good year before ``now`` and return its stories, not yet performed."""
    founded = now - FOUNDED
    _, administrator = create_organisation(
        at=founded, name=ORGANISATION, admin_email=address(ADMINISTRATOR), admin_name=ADMINISTRATOR.name, time_zone=ZONE
    )
    for year in range(founded.year, now.year + 2):
        seed_holidays(actor=administrator, at=founded, country="DE", year=year)
    teams = {
        slug: add_team(actor=administrator, at=founded, draft=TeamDraft(slug=slug, name=name, time_zone=ZONE))
        for slug, name in TEAMS.items()
    }
    for name in PRIORITIES:
        add_priority(actor=administrator, at=founded, draft=PriorityDraft(name=name))
    people = {part.key: _enter(part, administrator, teams, founded) for part in (EXECUTIVE, *CAST)}
    # One shared password, hashed once, in a rehearsal only: real people choose theirs behind an invitation.
    Person.objects.update(password=make_password(PASSWORD))
    today = local_date(now, zone=zone(ZONE))
    return [Stage(story=story, today=today, people=people, teams=teams) for story in STORIES]


def _enter(part: Part, administrator: Person, teams: dict[str, Team], at: datetime) -> Person:
    draft = PersonDraft(email=address(part), name=part.name, role=part.role, time_zone=part.zone)
    person = add_person(actor=administrator, at=at, draft=draft)
    if part.team:
        add_member(actor=administrator, at=at, team=teams[part.team], person=person, role=part.membership)
    return person
