"""One story on its way: its rows by the words of the script, and its days as dates."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from agreements.domain.cadence import Frequency
from agreements.models import Agreement, Commitment, Metric
from agreements.operations.drafts import CadenceDraft
from reminders.management.sample.cast import ZONE
from reminders.management.sample.script import Story
from teams.domain.calendar import local_moment, zone
from teams.models import Person, Team


@dataclass
class Stage:
    """One story on its way: its rows by the words of the script."""

    story: Story
    today: date
    people: dict[str, Person]
    teams: dict[str, Team]
    agreement: Agreement = field(init=False)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: int = 10, minute: int = 0) -> datetime:
        return local_moment(self.day(offset), at=time(hour, minute), zone=zone(ZONE))

    def person_of(self, side: int) -> Person:
        return self.people[self.story.sides[side].representative]


def rhythm(stage: Stage) -> CadenceDraft:
    """A cadence whose next sync is ``sync_in`` days from today, or on the Monday after a weekend."""
    story, following = stage.story, stage.day(stage.story.sync_in)
    following += timedelta(days=max(0, 7 - following.weekday()) if following.weekday() > 4 else 0)
    rounds = (following - stage.day(story.starts)).days // (7 * story.weeks)
    return CadenceDraft(
        frequency=Frequency.WEEKLY,
        interval=story.weeks,
        weekday=following.weekday(),
        time=story.sync_at,
        minutes=story.minutes,
        time_zone=ZONE,
        starts_on=following - timedelta(weeks=story.weeks * rounds),
    )
