"""Rows for tests, one factory a table. Call `.create(...)`: it is typed. Instants default to `AT`."""

from tests.factories.agreements import (
    AgreementFactory,
    CadenceFactory,
    CheckInFactory,
    CommitmentFactory,
    ConcernFactory,
    DependencyFactory,
    DriftFlagFactory,
    MetricFactory,
    PartyFactory,
    ReadingFactory,
    SyncFactory,
)
from tests.factories.teams import (
    AT,
    HolidayFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    TeamFactory,
)

__all__ = [
    "AT",
    "AgreementFactory",
    "CadenceFactory",
    "CheckInFactory",
    "CommitmentFactory",
    "ConcernFactory",
    "DependencyFactory",
    "DriftFlagFactory",
    "HolidayFactory",
    "MembershipFactory",
    "MetricFactory",
    "OrganisationFactory",
    "PartyFactory",
    "PersonFactory",
    "ReadingFactory",
    "SyncFactory",
    "TeamFactory",
]
