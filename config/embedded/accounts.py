"""Who the servers run as. PostgreSQL refuses to run as root, so root hands both servers to `nobody`."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from config.embedded.errors import EmbeddedError

# Nothing of the caller's environment reaches a server: a stray PGDATA would change what it does.
SERVER_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group by number."""

    uid: int
    gid: int


def server_account() -> Account | None:
    """Name the account the servers run as; None means the caller's own."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


def spawn(command: Sequence[str | Path], *, output: BinaryIO) -> subprocess.Popen[bytes]:
    """Start `command` as the server account, in its own session, off the caller's terminal."""
    account = server_account()
    try:
        return subprocess.Popen(  # noqa: S603 - our own engine, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
            env=SERVER_ENVIRONMENT,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except OSError as error:
        who = "nobody" if account else "you"
        raise EmbeddedError(f"{command[0]} cannot be run by {who}: {error.strerror}.") from error


def run(command: Sequence[str | Path], *, stdin: str = "", timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run `command` to its end as the server account; the answer carries status and output."""
    account = server_account()
    return subprocess.run(  # noqa: S603 - our own engine, no shell
        command,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
        cwd="/",
        env=SERVER_ENVIRONMENT,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def can_enter(path: Path) -> bool:
    """Tell whether the server account may enter the folder, or run the program, at `path`."""
    if server_account() is None:
        return os.access(path, os.X_OK)
    return run(["test", "-x", path]).returncode == 0


def hand_over(path: Path) -> None:
    """Give `path` to the server account."""
    account = server_account()
    if account is not None:
        os.chown(path, account.uid, account.gid)
