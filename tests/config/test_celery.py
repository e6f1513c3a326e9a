"""The settings on which the pipeline's promises stand. A change here is a change of what Holdfast promises."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.celery import app
from config.embedded import CHECKOUT, Valkey
from config.schedule import BEAT_SCHEDULE
from reminders.domain.deliveries import LEASE

FROZEN = {
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_ignore_result": True,
    "task_acks_late": True,
    "task_reject_on_worker_lost": False,
    "worker_prefetch_multiplier": 1,
    "worker_cancel_long_running_tasks_on_connection_loss": True,
    "worker_soft_shutdown_timeout": 20.0,
    "task_soft_time_limit": 45,
    "task_time_limit": 60,
    "timezone": "UTC",
    "enable_utc": True,
    "beat_enable_remote_control": True,
    "db_reuse_max": 1000,
}


@pytest.mark.parametrize(("name", "value"), FROZEN.items())
def test_a_setting_stays_what_it_is(name: str, value: object) -> None:
    assert app.conf[name] == value


def test_a_task_ends_before_its_leases_do() -> None:
    assert timedelta(seconds=app.conf["task_time_limit"]) < LEASE


def test_every_recurring_job_runs_at_a_plain_interval() -> None:
    assert {type(entry["schedule"]) for entry in BEAT_SCHEDULE.values()} == {timedelta}


def test_every_recurring_job_is_a_task_of_ours() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in BEAT_SCHEDULE.values()} <= set(app.tasks)


def test_messages_of_a_stopped_worker_do_not_pile_up() -> None:
    waits = [entry["options"]["expires"] <= entry["schedule"].total_seconds() for entry in BEAT_SCHEDULE.values()]

    assert all(waits)


@pytest.mark.parametrize("name", ["plan", "sweep_leases"])
def test_planning_and_sweeping_run_every_half_minute(name: str) -> None:
    assert BEAT_SCHEDULE[name]["schedule"] == timedelta(seconds=30)


def test_nothing_is_sent_for_later() -> None:
    """A message with a time of its own waits in a worker's memory: what is due is decided by rows, each time anew."""
    assert list(calls_for_later()) == []


def calls_for_later() -> Iterator[str]:
    for app_folder in ("config", "reminders", "agreements", "teams"):
        for path in CHECKOUT.joinpath(app_folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.keyword) and node.arg in {"eta", "countdown"}:
                    yield f"{path}:{node.value.lineno}"


def test_a_full_broker_refuses_rather_than_forgets(tmp_path: Path) -> None:
    command = [str(word) for word in Valkey(tmp_path).prepare()]

    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"
