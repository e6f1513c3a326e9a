"""Ports on this machine, from the operating system."""

import os
import socket

from config.embedded import EmbeddedError

HOST = "127.0.0.1"
USUAL_PORT = 8000


def free_port() -> int:
    """Give a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def web_port() -> int:
    """Give HOLDFAST_PORT, or 8000, or a free port when 8000 is taken and nobody insists on it."""
    chosen = os.environ.get("HOLDFAST_PORT", "")
    if not chosen:
        return USUAL_PORT if _is_free(USUAL_PORT) else free_port()
    if not chosen.isdigit() or int(chosen) > 65535:
        raise EmbeddedError(f"HOLDFAST_PORT is {chosen!r}; it takes a number up to 65535.")
    port = int(chosen) or free_port()
    if not _is_free(port):
        raise EmbeddedError(f"Port {port} is taken; set HOLDFAST_PORT to another, or leave it out.")
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
