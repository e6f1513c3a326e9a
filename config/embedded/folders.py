"""Where the embedded servers keep their files, reachable by the account that runs them."""

import base64
import hashlib
import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from config.embedded.accounts import can_enter, hand_over, server_account
from config.embedded.errors import EmbeddedError

CHECKOUT = Path(__file__).resolve().parents[2]
# Where root keeps server files when the data folder lies under a home that `nobody` may not enter.
SHARED = Path("/var/lib/holdfast")
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, one of them the closing zero.
LONGEST_SOCKET = 103


def data_folder() -> Path:
    """Give the data folder: HOLDFAST_DATA, or `.data` in the checkout. It may not exist yet."""
    chosen = os.environ.get("HOLDFAST_DATA")
    return Path(chosen).expanduser().resolve() if chosen else CHECKOUT / ".data"


def open_data_folder(folder: Path) -> None:
    """Make the data folder. As root `nobody` may pass through it, but not list it.

    A folder that holds somebody's files already keeps its mode.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if server_account() is not None and not any(folder.iterdir()):
        folder.chmod(0o711)


def server_folder(folder: Path, name: str) -> Path:
    """Give the real folder of one server's files, made if absent and closed to everybody else."""
    home = folder / name
    if not home.exists():
        open_data_folder(folder)
        _make_home(home)
    return home.resolve()


def _make_home(home: Path) -> None:
    if can_enter(home.parent):
        _make_private(home)
        return
    SHARED.mkdir(mode=0o711, parents=True, exist_ok=True)
    elsewhere = SHARED / f"{home.name}-{secrets.token_hex(6)}"
    _make_private(elsewhere)
    home.unlink(missing_ok=True)
    home.symlink_to(elsewhere)


def _make_private(path: Path) -> None:
    path.mkdir(mode=0o700)
    hand_over(path)


def socket_folder(folder: Path, name: str, *, socket: str) -> Path:
    """Name the folder of a server's socket; a short one where the path would be too long."""
    usual = folder / name / "socket"
    if len(os.fsencode(usual / socket)) <= LONGEST_SOCKET:
        return usual
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(_short_temporary_folder()) / f"holdfast-{mark}-{name}"


def _short_temporary_folder() -> str:
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) <= LONGEST_SOCKET // 2 else "/tmp"  # noqa: S108 - made private below


def make_socket_folder(path: Path) -> Path:
    """Make the socket's folder, mode 0700, and give its real path; a stranger's is refused."""
    if not path.exists():
        _make_private(path)
    found = path.lstat()
    account = server_account()
    owner = account.uid if account else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise EmbeddedError(f"{path} belongs to somebody else; remove it, or choose another HOLDFAST_DATA.")
    return path.resolve()


def secret_key(folder: Path) -> str:
    """Give the instance's secret key, made on first use and readable by its owner only."""
    return _kept(folder, "secret_key", secrets.token_urlsafe(48))


def sealing_key(folder: Path) -> str:
    """Give the key that seals addresses and secrets in the database, made on first use, as Fernet writes it."""
    return _kept(folder, "sealing_key", base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())


def _kept(folder: Path, name: str, fresh: str) -> str:
    path = folder / name
    if not path.exists():
        open_data_folder(folder)
        with tempfile.NamedTemporaryFile("w", dir=folder) as draft:
            draft.write(fresh)
            draft.flush()
            with suppress(FileExistsError):  # another process was first: its key is the instance's
                os.link(draft.name, path)
    return path.read_text()
