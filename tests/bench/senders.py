"""The least that sending costs: `python -m tests.bench.senders WAY PORT COUNT FILE` sends the mail in FILE so often.

`ready`: its bytes, over one kept connection, command by command. `pipelined`: the same, each envelope behind the
content before it. `smtplib`: built by the email package from its text and HTML, and sent by smtplib, over one kept
connection.
"""

import smtplib
import socket
import sys
from collections.abc import Callable
from email import message_from_bytes
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

ENVELOPE = (b"MAIL FROM:<holdfast@acme.example>\r\n", b"RCPT TO:<somebody@acme.example>\r\n", b"DATA\r\n")


def ready(port: int, count: int, content: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as relay, relay.makefile("rb") as answers:
        answers.readline()
        for _ in range(count):
            for line in (*ENVELOPE, content + b"\r\n.\r\n"):
                relay.sendall(line)
                answers.readline()


def pipelined(port: int, count: int, content: bytes) -> None:
    envelope = b"".join(ENVELOPE)
    with socket.create_connection(("127.0.0.1", port)) as relay, relay.makefile("rb") as answers:
        answers.readline()
        relay.sendall(envelope)
        for _ in range(count):
            for _ in ENVELOPE:
                answers.readline()
            relay.sendall(content + b"\r\n.\r\n" + envelope)
            answers.readline()


def by_smtplib(port: int, count: int, content: bytes) -> None:
    parts = [part for part in message_from_bytes(content).walk() if not part.is_multipart()]
    words = [(part.get_payload(decode=True), part.get_content_subtype()) for part in parts]
    with smtplib.SMTP("127.0.0.1", port) as relay:
        for _ in range(count):
            message = MIMEMultipart("alternative")
            message["Subject"], message["From"], message["To"] = "Due", "holdfast@acme.example", "somebody@acme.example"
            message["Message-ID"] = "<1@acme.example>"
            for payload, subtype in words:
                assert isinstance(payload, bytes)
                message.attach(MIMEText(payload.decode(), subtype))
            relay.send_message(message)


WAYS: dict[str, Callable[[int, int, bytes], None]] = {"ready": ready, "pipelined": pipelined, "smtplib": by_smtplib}

if __name__ == "__main__":
    way, port, count, file = sys.argv[1:]
    WAYS[way](int(port), int(count), Path(file).read_bytes().removesuffix(b"\r\n"))
