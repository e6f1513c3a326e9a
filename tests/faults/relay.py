"""A relay that can be killed: `python -m tests.faults.relay PORT FILE` keeps a line for each mail that it takes.

The line is on its way to the disk before the answer is: what was accepted is known, whatever dies next. With FILE.drop
there it takes one mail, removes that file and hangs up without an answer.
"""

import asyncio
import json
import os
import sys
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


def drop_file(file: Path) -> Path:
    return file.with_suffix(".drop")


class Relay:
    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._drop = drop_file(file)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        facts = {"to": mail["To"], "message_id": mail["Message-ID"], "delivery": int(mail["X-Delivery-Id"])}
        os.write(self._handle, f"{json.dumps(facts)}\n".encode())
        if self._drop.exists():
            self._drop.unlink()
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 Kept"


async def serve(port: int, file: Path) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(partial(SMTP, Relay(file), hostname="localhost"), HOST, port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
