"""The shared cast: one organisation, two teams, and the people that rules are about. All of it at `at`.

Product is led by Maya and has Dana; Sales is led by Tomas and has Lena. `admin` and `executive` hold
organisation roles and belong to no team; `outsider` is an ordinary person in neither team.
"""

import os
from collections.abc import Callable, Generator
from datetime import datetime

import pgtrigger
import pytest
from hypothesis import HealthCheck, settings
from rest_framework.test import APIClient

from teams.clock import real_now
from teams.models import MembershipRole, Organisation, Person, Role, Team
from teams.operations.tokens import create_token
from tests.factories import AT, MembershipFactory, OrganisationFactory, PersonFactory, TeamFactory

# How hard hypothesis searches: `HOLDFAST_LONG=1` with more examples; a plain run stays within seconds.
BUSY = [HealthCheck.too_slow]  # a machine that does other work too is no fault of the strategy
settings.register_profile("short", max_examples=60, deadline=None, suppress_health_check=BUSY)
settings.register_profile("long", max_examples=2_000, deadline=None, suppress_health_check=BUSY)
settings.load_profile("long" if os.environ.get("HOLDFAST_LONG") else "short")

type ApiFactory = Callable[..., APIClient]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None]:
    """A test that commits is followed by emptying all tables, history included; nothing else may do that."""
    with pgtrigger.ignore("agreements.Event:no_truncate", "teams.AuditEvent:no_truncate"):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, migrated_once: None) -> None:
    """Set, before pytest-django makes the database of this process, what it is called and copied from."""


@pytest.fixture
def at() -> datetime:
    """Monday 1 March 2027, 09:00 UTC, 10:00 in Berlin."""
    return AT


@pytest.fixture
def organisation(db: None) -> Organisation:
    return OrganisationFactory.create()


@pytest.fixture
def product(organisation: Organisation) -> Team:
    return TeamFactory.create(name="Product")


@pytest.fixture
def sales(organisation: Organisation) -> Team:
    return TeamFactory.create(name="Sales")


@pytest.fixture
def maya(product: Team) -> Person:
    return _member("Maya Okafor", product, MembershipRole.LEAD)


@pytest.fixture
def tomas(sales: Team) -> Person:
    return _member("Tomas Lindqvist", sales, MembershipRole.LEAD)


@pytest.fixture
def dana(product: Team) -> Person:
    return _member("Dana Whitfield", product, MembershipRole.MEMBER)


@pytest.fixture
def lena(sales: Team) -> Person:
    return _member("Lena Brandt", sales, MembershipRole.MEMBER)


@pytest.fixture
def admin(organisation: Organisation) -> Person:
    return PersonFactory.create(name="Ada Admin", role=Role.ADMINISTRATOR)


@pytest.fixture
def executive(organisation: Organisation) -> Person:
    return PersonFactory.create(name="Eva Executive", role=Role.EXECUTIVE)


@pytest.fixture
def outsider(organisation: Organisation) -> Person:
    return PersonFactory.create(name="Otto Outsider")


@pytest.fixture
def api(db: None) -> ApiFactory:
    """`api(person, scope="write")` is a client of the REST API with a real token of that person."""

    def client_of(person: Person, scope: str = "write") -> APIClient:
        _, plain = create_token(actor=person, at=real_now(), name="test", scope=scope)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
        return client

    return client_of


def _member(name: str, team: Team, role: MembershipRole) -> Person:
    """A person with the e-mail address `first.last@acme.example`."""
    person = PersonFactory.create(name=name)
    MembershipFactory.create(person=person, team=team, role=role)
    return person
