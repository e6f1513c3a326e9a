"""A relay that costs little: `python -m tests.bench.sink FILE` says its port, takes any mail, with PIPELINING.

Told to stop, it writes the Message-ID of each mail that it took to FILE, one a line.
"""

import asyncio
import signal
import sys
from pathlib import Path

ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 SIZE 10000000\r\n",
    b"DATA": b"354 Go ahead\r\n",
    b"QUIT": b"221 Bye\r\n",
}
taken: list[bytes] = []


class Relay(asyncio.Protocol):
    """One connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._buffer, self._takes_content = transport, bytearray(), False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answers = []
        while answer := self._content() if self._takes_content else self._command():
            answers.append(answer)
        self._transport.write(b"".join(answers))

    def _content(self) -> bytes:
        end = self._buffer.find(b"\r\n.\r\n")
        if end < 0:
            return b""
        begin = self._buffer.find(b"\r\nMessage-ID: ") + 14
        taken.append(bytes(self._buffer[begin : self._buffer.find(b"\r\n", begin)]))
        del self._buffer[: end + 5]
        self._takes_content = False
        return b"250 Kept\r\n"

    def _command(self) -> bytes:
        end = self._buffer.find(b"\r\n")
        if end < 0:
            return b""
        verb = bytes(self._buffer[:4]).upper()
        del self._buffer[: end + 2]
        self._takes_content = verb == b"DATA"
        return ANSWERS.get(verb, b"250 Fine\r\n")


async def listen() -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    server = await loop.create_server(Relay, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()


if __name__ == "__main__":
    asyncio.run(listen())
    Path(sys.argv[1]).write_bytes(b"\n".join(taken))
