"""The PostgreSQL and the broker that Holdfast brings along, for the demo, the tests and small teams.

Standard library only: settings, `manage.py`, the supervisor and the tests use it before Django exists.
`DATABASE_URL` and `BROKER_URL` take servers of your own instead.
"""

from config.embedded.errors import EmbeddedError
from config.embedded.folders import CHECKOUT, data_folder, secret_key
from config.embedded.postgres import PostgreSQL, database_url
from config.embedded.sessions import ensure, missing_servers, point_environment_at
from config.embedded.valkey import Valkey, broker_url

__all__ = [
    "CHECKOUT",
    "EmbeddedError",
    "PostgreSQL",
    "Valkey",
    "broker_url",
    "data_folder",
    "database_url",
    "ensure",
    "missing_servers",
    "point_environment_at",
    "secret_key",
]
