from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment


def test_a_value_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("kept\n")
    monkeypatch.setenv("SOME_SECRET", "from the environment")
    monkeypatch.setenv("SOME_SECRET_FILE", str(secret))
    assert environment.text("SOME_SECRET") == "kept"


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="SOME_NAME"):
        environment.text("SOME_NAME")


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("YES", True), ("on", True), ("0", False), ("", False)]
)
def test_flags(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("SOME_FLAG", value)
    assert environment.flag("SOME_FLAG") is expected


def test_a_number_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NUMBER", "many")
    with pytest.raises(ImproperlyConfigured, match=r"SOME_NUMBER is 'many'"):
        environment.number("SOME_NUMBER", 1)


def test_items_drop_what_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_ITEMS", "a, b,,")
    assert environment.items("SOME_ITEMS") == ["a", "b"]


def test_a_server_elsewhere() -> None:
    database = environment.database("postgresql://ann:se%40cret@db.example:5433/holdfast?sslmode=require")
    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "holdfast",
        "USER": "ann",
        "PASSWORD": "se@cret",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {
            "connect_timeout": "5",
            "sslmode": "require",
            "options": "-c lock_timeout=3000 -c timezone=UTC",
        },
    }


def test_a_socket_folder_is_a_host() -> None:
    assert environment.database("postgresql://holdfast@/holdfast?host=%2Frun%2Fpg")["HOST"] == "/run/pg"


def test_other_databases_are_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL only"):
        environment.database("sqlite:///file.db")


@pytest.mark.parametrize(
    ("value", "base_url"),
    [
        ("http://127.0.0.1:4000", "https://holdfast.example.org"),
        ("http://10.0.0.1:4000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:4000/path", "http://127.0.0.1:8000"),
    ],
)
def test_a_receiver_inside_is_for_tests_only(monkeypatch: pytest.MonkeyPatch, value: str, base_url: str) -> None:
    monkeypatch.setenv("SOME_SINK", value)
    with pytest.raises(ImproperlyConfigured, match="for tests"):
        environment.test_sink("SOME_SINK", base_url=base_url)


def test_a_receiver_of_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_SINK", "http://127.0.0.1:4000")
    assert environment.test_sink("SOME_SINK", base_url="http://127.0.0.1:8000") == "http://127.0.0.1:4000"
