"""One database of its own for all measurements: seeded once, committed, dropped at the end of the run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import DjangoDbBlocker

from teams.clock import real_now
from tests.bench.measure import Comparison
from tests.bench.report import in_words, keep
from tests.bench.scene import Scene, make_scene
from tests.bench.storm import empty_tables, seed_storm

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"

type Show = Callable[[Comparison], None]


@pytest.fixture(scope="session")
def database(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of its own. Nothing rolls back: measurements commit, as life does."""
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session")
def scene(database: None) -> Scene:
    """The organisation, large and committed."""
    return make_scene(at=real_now())


@pytest.fixture(scope="module")
def storm(database: None) -> None:
    """Another one, in place of whatever there was: module after module."""
    empty_tables()
    seed_storm()


@pytest.fixture(scope="session")
def show() -> Show:
    """`show(comparison)` prints it, and puts it into the table of docs/performance.md in place of its last figures."""

    def print_and_keep(comparison: Comparison) -> None:
        print(f"\n{in_words(comparison)}")
        PAGE.write_text(keep(comparison, page=PAGE.read_text()))

    return print_and_keep
