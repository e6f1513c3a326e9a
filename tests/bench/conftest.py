"""One database of its own for all measurements: seeded once, committed, dropped at the end of the run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import DjangoDbBlocker

from teams.clock import real_now
from tests.bench.measure import Comparison
from tests.bench.report import in_markdown, in_words
from tests.bench.seed import Scene, seed
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
    """The seeded organisation."""
    return seed(at=real_now())


@pytest.fixture(scope="module")
def storm(database: None) -> None:
    """Another one, in place of whatever there was: module after module."""
    empty_tables()
    seed_storm()


@pytest.fixture(scope="session")
def show(request: pytest.FixtureRequest) -> Iterator[Show]:
    """`show(comparison)` prints it; those of a whole run become the table of docs/performance.md."""
    shown: list[Comparison] = []

    def keep(comparison: Comparison) -> None:
        print(f"\n{in_words(comparison)}")
        shown.append(comparison)

    yield keep
    if len(shown) == request.session.testscollected:
        PAGE.write_text(in_markdown(shown))
