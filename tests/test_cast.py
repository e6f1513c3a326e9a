"""Every factory makes a row that the database accepts."""

from typing import Any

import pytest
from factory.django import DjangoModelFactory
from rest_framework.test import APIClient

from teams.models import Person
from tests import factories
from tests.conftest import ApiFactory

FACTORIES = [getattr(factories, name) for name in factories.__all__ if name.endswith("Factory")]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_a_factory_makes_rows(factory: type[DjangoModelFactory[Any]]) -> None:
    assert factory.create().pk is not None


@pytest.mark.django_db
def test_what_is_in_force_can_be_made() -> None:
    agreement = factories.AgreementFactory.create(is_active=True)

    assert factories.CommitmentFactory.create(agreement=agreement, is_open=True).state == "open"


def test_a_client_carries_a_token(api: ApiFactory, maya: Person) -> None:
    assert isinstance(api(maya), APIClient)
