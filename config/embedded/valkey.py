"""The embedded broker: a Valkey on a Unix socket that keeps its messages over a restart."""

import signal
import socket
from functools import cached_property
from pathlib import Path

from config.embedded import engines
from config.embedded.folders import make_socket_folder, server_folder, socket_folder
from config.embedded.servers import Server

SOCKET = "valkey.sock"


def broker_url(folder: Path) -> str:
    """Give the address of the folder's broker, running or not."""
    return f"redis+socket://{_socket_folder(folder) / SOCKET}"


def _socket_folder(folder: Path) -> Path:
    return socket_folder(folder, Valkey.name, socket=SOCKET)


class Valkey(Server):
    """Valkey for one data folder."""

    name = "valkey"
    stop_signal = signal.SIGTERM
    last_signal = signal.SIGKILL  # the append-only file is cut at its last whole command

    @cached_property
    def home(self) -> Path:
        return server_folder(self.folder, self.name)

    @property
    def _pid_file(self) -> Path:
        return self.home / "valkey.pid"

    def is_ready(self) -> bool:
        """Tell whether the server answers PING; while it loads its file it does not count."""
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(str(_socket_folder(self.folder) / SOCKET))
                client.sendall(b"PING\r\n")
                return client.recv(64) == b"+PONG\r\n"
        except OSError:
            return False

    def recorded_pid(self) -> int | None:
        try:
            return int(self._pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None

    def clear(self) -> None:
        self._pid_file.unlink(missing_ok=True)

    def prepare(self) -> list[str | Path]:
        home = self.home
        sockets = make_socket_folder(_socket_folder(self.folder))
        settings = {
            "port": "0",
            "unixsocket": str(sockets / SOCKET),
            "unixsocketperm": "700",
            "dir": str(home),
            "pidfile": str(self._pid_file),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "set-proc-title": "no",  # the command line says whose server this is
        }
        options = [word for key, value in settings.items() for word in (f"--{key}", value)]
        return [engines.valkey_program(self.folder), *options]
