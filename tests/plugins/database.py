"""One throwaway PostgreSQL for the whole test run, up before pytest-django reads the settings.

The process that starts the run starts it; xdist's workers find its address in the environment. DATABASE_URL
takes another server instead, HOLDFAST_POSTGRES_BIN another engine.

To migrate takes longest of all that is set up, so on the throwaway server it is done once: see `copy_migrated`. To
empty all tables with TRUNCATE takes half a second, so there it is done by `empty_tables`.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from config.embedded import PostgreSQL, database_url
from config.embedded.locks import alone

TEMPORARY = Path(tempfile.gettempdir())
PREFIX = f"holdfast-tests-{os.geteuid()}-"
MIGRATED = "HOLDFAST_TESTS_MIGRATED"  # the file that says that the database to copy is whole
TEMPLATE = "migrated"
# As TRUNCATE it waits for whoever still writes, and no trigger and no foreign key has a say. Only what has grown large
# is truncated, lest dead rows slow down what comes. What Django itself wrote when it migrated stays.
EMPTY = """
DO $$
DECLARE name regclass;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN
        SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname NOT IN ('auth_permission', 'django_content_type', 'django_migrations')
    LOOP
        IF pg_relation_size(name) > 1000000 THEN
            EXECUTE 'TRUNCATE ' || name::text || ' CASCADE';
        ELSE
            EXECUTE 'LOCK TABLE ' || name::text || ' IN SHARE ROW EXCLUSIVE MODE';
            EXECUTE 'DELETE FROM ' || name::text;
        END IF;
    END LOOP;
END $$
"""


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    os.environ.setdefault("SECRET_KEY", "only-for-tests-and-known-to-everybody")
    os.environ.setdefault("SEALING_KEY", "b25seS1mb3ItdGVzdHMtYW5kLWtub3duLXRvLWFsbC4=")
    os.environ.setdefault("BROKER_URL", "memory://")
    os.environ.setdefault("HOLDFAST_PLAIN_STATIC", "1")
    if "DATABASE_URL" not in os.environ:
        folder = start_throwaway().folder
        os.environ["DATABASE_URL"] = database_url(folder)
        os.environ[MIGRATED] = str(folder / "migrated")


@pytest.fixture(scope="session")
def migrated_once(django_db_blocker: DjangoDbBlocker) -> None:
    """Have the test database of this process copied from one that whoever came first has migrated."""
    if MIGRATED in os.environ:
        with django_db_blocker.unblock():
            copy_migrated(Path(os.environ[MIGRATED]))


def copy_migrated(stamp: Path) -> None:
    with alone(stamp.with_suffix(".lock")):
        if not stamp.exists():
            migrate_template()
            stamp.touch()
    connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
    creation: Any = connection.creation
    creation._destroy_test_db = drop_at_once
    transactional: Any = TransactionTestCase
    transactional._fixture_teardown = empty_tables


def migrate_template() -> None:
    """Make `TEMPLATE` as Django makes any test database, and leave it: nobody may be connected when it is copied."""
    settings = connection.settings_dict
    own, test_own = settings["NAME"], settings["TEST"]["NAME"]
    settings["TEST"]["NAME"] = TEMPLATE
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    settings["NAME"], settings["TEST"]["NAME"] = own, test_own


def drop_at_once(name: str, verbosity: int) -> None:
    """Drop a test database although a process that was just killed may still seem to sit in it."""
    creation: Any = connection.creation
    with creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)} WITH (FORCE)")


def empty_tables(_case: TransactionTestCase) -> None:
    """Empty every table, as Django does after a test that commits, in a hundredth of the time."""
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)


def start_throwaway() -> PostgreSQL:
    """Start a server for this process, which takes it down again at its end, however that comes."""
    with alone(TEMPORARY / f"{PREFIX}lock"):
        for leftover in TEMPORARY.glob(f"{PREFIX}*/"):
            take_down(PostgreSQL(leftover))
        server = PostgreSQL(Path(tempfile.mkdtemp(prefix=PREFIX)), fsync=False)
        server.start()
    atexit.register(take_down, server)
    return server


def take_down(server: PostgreSQL) -> None:
    """Stop a server and remove its files, unless a test run still uses it."""
    server.stop()
    if not server.is_alive():
        shutil.rmtree(server.folder, ignore_errors=True)  # another run may be clearing up too
