"""The mail server of a rehearsal: keeps every mail in the data folder, where /demo/mailbox/ shows it."""

import asyncio
import signal
from functools import partial
from typing import Any

from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.core.mail import mailers
from django.core.management.base import BaseCommand, CommandError

from reminders.channels.mailbox import Sink

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Take the mails of a rehearsal over SMTP on 127.0.0.1 and keep them; ends with SIGTERM."
    requires_system_checks: list[str] = []

    def handle(self, **_: Any) -> None:
        if not settings.REHEARSAL:
            raise CommandError("Only a rehearsal keeps its mail to itself.")
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        relay: Any = mailers.default
        asyncio.run(_serve(relay.port))


async def _serve(port: int) -> None:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stopped.set)
    server = await loop.create_server(partial(SMTP, Sink(settings.DATA_DIR), hostname="localhost"), HOST, port)
    async with server:
        await stopped.wait()
