"""One reader per setting: values come from the environment or, with ``_FILE``, from a mounted secret file."""

import os
import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The value of ``name``, or of the file that ``name_FILE`` points to, or the default."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment, or {name}_FILE to a file that holds it.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on."""
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}; it takes a whole number.")
    return int(value)


def items(name: str, default: str = "") -> list[str]:
    """Comma separated words, empty ones dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def test_sink(name: str, *, base_url: str) -> str:
    """``http://127.0.0.1:<port>`` or "". Refused where people reach Holdfast from anywhere but the same machine."""
    value = text(name, "")
    if value and not (re.fullmatch(r"http://127\.0\.0\.1:\d+", value) and base_url.startswith("http://127.0.0.1:")):
        raise ImproperlyConfigured(f"{name} is for tests, on http://127.0.0.1 only.")
    return value


def database(url: str) -> dict[str, object]:
    """Django's database settings from ``postgresql://user:password@host:port/name?option=value``.

    A Unix socket folder comes as ``?host=/folder``. Other options go to libpq as they are. A server that takes nobody
    in within five seconds is away; a lock that is not had in three is answered as "try again", so that no page hangs.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL takes a postgresql:// address; Holdfast runs on PostgreSQL only.")
    options: dict[str, str] = {"connect_timeout": "5", **dict(parse_qsl(parts.query))}
    options["options"] = "-c lock_timeout=3000 -c timezone=UTC"
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
