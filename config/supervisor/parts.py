"""The programs of a running Holdfast, each with its command."""

import os
import sys
from pathlib import Path

from config.supervisor.ports import HOST
from config.supervisor.programs import Program

PYTHON = sys.executable


def manage(folder: Path, command: str, *options: str) -> Program:
    """Describe one management command."""
    return _program(folder, command, "manage.py", command, *options)


def mailbox(folder: Path) -> Program:
    """Describe the demo's own mailbox, listening on EMAIL_PORT."""
    return _program(folder, "mailbox", "manage.py", "mailbox")


def web(folder: Path, port: int) -> Program:
    """Describe the web server, on this machine only."""
    where = ("--host", HOST, "--port", str(port))
    how = (
        "--interface",
        "wsgi",
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--respawn-failed-workers",
        "--no-ws",
    )
    return _program(folder, "web", "-m", "granian", *where, *how, "config.wsgi:application")


def worker(folder: Path) -> Program:
    """Describe the worker. It knows no other workers, so it need not wait to hear of them."""
    how = ("--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "INFO")
    return _program(folder, "worker", "-m", "celery", "-A", "config", "worker", *how)


def beat(folder: Path) -> Program:
    """Describe the scheduler. Its own file may be lost: every job may run twice or late."""
    how = ("--schedule", str(folder / "beat-schedule"), "--pidfile", "", "--loglevel", "INFO")
    return _program(folder, "beat", "-m", "celery", "-A", "config", "beat", *how)


def _program(folder: Path, name: str, *arguments: str) -> Program:
    """Describe a Python program in the environment as it is now."""
    return Program(
        name=name,
        command=[PYTHON, *arguments],
        environment=dict(os.environ),
        log=folder / "logs" / f"{name}.log",
    )
