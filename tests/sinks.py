"""A relay for tests: records every mail over real SMTP, and can refuse, drop after accepting, or keep silent."""

import asyncio
import re
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE = 30.0  # seconds; machines that run tests are slow


@dataclass
class SmtpSink:
    """`mode` is what it does with the next mail: accept, refuse, or drop (keep it and hang up without an answer)."""

    mode: str = "accept"
    mails: list[EmailMessage] = field(default_factory=list)
    host: str = "127.0.0.1"
    port: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _server: Any = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(PATIENCE)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        assert self._thread is not None
        self._thread.join(PATIENCE)
        self._loop.close()

    def close_door(self) -> None:
        """Stop listening, as a relay that is away."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(PATIENCE)

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(partial(SMTP, self, hostname="localhost"), self.host, self.port)

    async def _close(self) -> None:
        self._server.close()
        self._server.close_clients()
        await asyncio.sleep(0.05)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.mode == "refuse":
            return "451 Not now"
        content = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(content, EmailMessage)
        self.mails.append(content)
        if self.mode == "drop":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 Kept"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to one address, in the order of their arrival."""
        return [mail for mail in self.mails if mail["To"] == address]

    def latest_link(self, address: str, *, under: str) -> str:
        """The last link in the mails to one address that leads to a page under ``under``, such as "/c/"."""
        parts = [part for mail in self.to(address) if (part := mail.get_body(("plain",)))]
        links = re.findall(rf"https?://[^/\s]+{re.escape(under)}\S+", "\n".join(part.get_content() for part in parts))
        assert links, f"No link under {under} in {len(parts)} mails to {address}"
        return str(links[-1])

    def mailers(self) -> dict[str, object]:
        """Django's MAILERS that lead here."""
        options = {"host": self.host, "port": self.port, "timeout": PATIENCE}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
