"""What a person fills in: plain values that forms, API and commands hand to the operations."""

from dataclasses import dataclass, fields
from datetime import date, time
from typing import Self

from teams.models import Language, Organisation, Person, Role, Team, Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """``working_days``: Monday is 0. ``time_zone`` None means the organisation's. ``away_until`` is inclusive."""

    email: str
    name: str
    role: str = Role.MEMBER
    time_zone: str | None = None
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    quiet_from: time = time(19, 0)
    quiet_until: time = time(8, 0)
    away_until: date | None = None
    delegate: Person | None = None
    theme: str = Theme.SYSTEM
    language: str = Language.BROWSER
    has_single_keys: bool = True
    is_active: bool = True

    @classmethod
    def of(cls, person: Person) -> Self:
        """The draft that changes nothing, to be varied by ``dataclasses.replace``."""
        return cls(
            email=person.email,
            name=person.name,
            role=person.role,
            time_zone=person.time_zone,
            working_days=tuple(person.working_days),
            quiet_from=person.quiet_from,
            quiet_until=person.quiet_until,
            away_until=person.away_until,
            delegate=person.delegate,
            theme=person.theme,
            language=person.language,
            has_single_keys=person.has_single_keys,
            is_active=person.is_active,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDraft:
    """``time_zone`` None means the organisation's."""

    slug: str
    name: str
    parent: Team | None = None
    time_zone: str | None = None

    @classmethod
    def of(cls, team: Team) -> Self:
        return cls(slug=team.slug, name=team.name, parent=team.parent, time_zone=team.time_zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDraft:
    """``thresholds`` holds only what differs from the usual, by the names that drift knows."""

    name: str
    time_zone: str
    thresholds: dict[str, int]
    sync_every_weeks: int = 2
    sync_weekday: int = 1  # Monday is 0
    sync_time: time = time(10, 0)
    sync_minutes: int = 30

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        """The draft that changes nothing, to be varied by ``dataclasses.replace``."""
        return cls(**{field.name: getattr(organisation, field.name) for field in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityDraft:
    """``position`` counts from 0; one past the end, or None, means last."""

    name: str
    position: int | None = None
