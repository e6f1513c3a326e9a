"""What a line can name: the people, teams, agreements and metrics in its writer's sight."""

from dataclasses import dataclass
from datetime import date

from agreements.domain.capture.parts import Choice
from agreements.domain.readback.days import DayMonth


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who is still here; `teams` are slugs."""

    email: str
    name: str
    teams: frozenset[str] = frozenset()

    @property
    def choice(self) -> Choice:
        """Return the way to choose them."""
        return Choice(self.email, self.name)


@dataclass(frozen=True, slots=True)
class KnownTeam:
    """A team by its slug and name."""

    slug: str
    name: str

    @property
    def choice(self) -> Choice:
        """Return the way to choose it."""
        return Choice(self.slug, self.name)


@dataclass(frozen=True, slots=True)
class KnownAgreement:
    """An agreement that takes commitments; `teams` are the slugs of its parties, `next_sync_on` is a local date."""

    number: int
    title: str
    teams: tuple[str, ...] = ()
    next_sync_on: date | None = None
    is_draft: bool = False

    @property
    def label(self) -> str:
        """Return A-31."""
        return f"A-{self.number}"

    @property
    def choice(self) -> Choice:
        """Return the way to choose it."""
        return Choice(str(self.number), f"{self.label} {self.title}")


@dataclass(frozen=True, slots=True)
class KnownMetric:
    """A metric and the number of its agreement."""

    id: int
    name: str
    agreement: int

    @property
    def choice(self) -> Choice:
        """Return the way to choose it."""
        return Choice(str(self.id), self.name)


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything in sight."""

    people: tuple[KnownPerson, ...] = ()
    teams: tuple[KnownTeam, ...] = ()
    agreements: tuple[KnownAgreement, ...] = ()
    metrics: tuple[KnownMetric, ...] = ()

    def person(self, email: str) -> KnownPerson | None:
        """Return the person of that address."""
        return next((one for one in self.people if one.email == email.casefold()), None)

    def team(self, slug: str) -> KnownTeam | None:
        """Return the team of that slug."""
        return next((one for one in self.teams if one.slug == slug), None)

    def agreement(self, number: str) -> KnownAgreement | None:
        """Return the agreement of that number."""
        return next((one for one in self.agreements if str(one.number) == number), None)

    def metric(self, key: str) -> KnownMetric | None:
        """Return the metric of that id."""
        return next((one for one in self.metrics if str(one.id) == key), None)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a line is written.

    `today` is its writer's local date, `here` the number of the agreement whose page or sync it is written on, and
    `order` how its writer puts day and month (None: not known).
    """

    today: date
    directory: Directory
    here: int | None = None
    order: DayMonth | None = None
