"""Mails over one kept SMTP connection, with the next envelope on its way while the last answer is (RFC 2920).

Every answer is matched to its command, so that it is known of each mail whether it left: a no, or an end of the
connection before its content was sent, is definite; an end after it leaves doubt. Only one mail at a time can.
"""

import smtplib
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest

from reminders.channels.errors import AmbiguousError, RefusedError
from reminders.channels.mime import Message

type Outcome = RefusedError | AmbiguousError | None  # of one mail; None: the relay has it

OK, GO_AHEAD, REFUSED, CLOSING = 250, 354, 400, 421
EXPECTED = ((OK,), (OK, 251), (GO_AHEAD,))  # 251: the relay forwards it
END = b".\r\n"
RESET = b"RSET\r\n"


class _EndedError(Exception):
    """The relay ended the connection, or will with its next word."""


@dataclass
class Session:
    """A relay that has said hello. ``carried``: the mails whose content it was given."""

    connection: smtplib.SMTP
    is_over: bool = False
    carried: int = 0
    last_words: str = ""  # with which it ended

    def __post_init__(self) -> None:
        self.connection.ehlo_or_helo_if_needed()
        self._is_pipelined = self.connection.has_extn("pipelining")
        self._says_size = self.connection.has_extn("size")

    def send(self, messages: Sequence[Message]) -> Generator[Outcome]:
        """The outcome of each of ``messages``, in order; fewer when the connection ends, see ``is_over``.

        What ends it before the content of a mail, of which there is no outcome then, is no word about that mail.
        """
        try:
            if messages and self._is_pipelined:
                self._write(self._envelope(messages[0]))
            for message, following in zip_longest(messages, messages[1:]):
                refusal = self._ask(message)
                yield self._refused(refusal, following) if refusal else self._give(message, following)
                if self.is_over:
                    return
        except _EndedError as error:
            self.is_over, self.last_words = True, str(error)
        except GeneratorExit:  # answers are still to come that nobody will match to their commands
            self.is_over = True
            raise

    def close(self) -> None:
        """Say goodbye; a relay that has already gone needs none."""
        with suppress(OSError):
            if self.is_over:
                self.connection.close()
            else:
                self.connection.quit()

    def _ask(self, message: Message) -> str:
        """Offer the envelope; why it is refused, or nothing."""
        refusal = ""
        for command, expected in zip(self._commands(message), EXPECTED, strict=True):
            if not self._is_pipelined:
                if refusal:
                    break
                self._write(command)
            code, words = self._answer()
            if code not in expected:
                refusal = refusal or words
            elif refusal and GO_AHEAD in expected:  # a mail to nobody
                self._write(END)
                self._answer()
        return refusal

    def _refused(self, refusal: str, following: Message | None) -> RefusedError:
        """Put the envelope aside, and offer the next."""
        self._write(RESET + self._ahead(following))
        self._answer()
        return RefusedError(refusal)

    def _give(self, message: Message, following: Message | None) -> Outcome:
        """Hand over the content, with the next envelope behind it."""
        self.carried += 1
        try:
            self._write(_stuffed(message.content) + END + self._ahead(following))
            code, words = self.connection.getreply()
        except (OSError, _EndedError) as error:
            self.is_over = True
            return AmbiguousError(reason_of(error))
        self.is_over = code == CLOSING or code < OK
        if code < OK:
            return AmbiguousError(_said(code, words))
        return None if code < REFUSED else RefusedError(_said(code, words))

    def _ahead(self, following: Message | None) -> bytes:
        return self._envelope(following) if following and self._is_pipelined else b""

    def _envelope(self, message: Message) -> bytes:
        return b"".join(self._commands(message))

    def _commands(self, message: Message) -> tuple[bytes, bytes, bytes]:
        size = f" size={len(message.content)}" if self._says_size else ""
        return (
            f"MAIL FROM:<{message.sender}>{size}\r\n".encode("ascii"),
            f"RCPT TO:<{message.recipient}>\r\n".encode("ascii"),
            b"DATA\r\n",
        )

    def _write(self, data: bytes) -> None:
        assert self.connection.sock is not None
        try:
            self.connection.sock.sendall(data)
        except OSError as error:
            raise _EndedError(reason_of(error)) from error

    def _answer(self) -> tuple[int, str]:
        try:
            code, words = self.connection.getreply()
        except OSError as error:
            raise _EndedError(reason_of(error)) from error
        if code == CLOSING:
            raise _EndedError(_said(code, words))
        return code, _said(code, words)


def reason_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _said(code: int, words: bytes) -> str:
    return f"{code} {words.decode(errors='replace')}"[:500]


def _stuffed(content: bytes) -> bytes:
    """Lines that begin with a dot get another; ``content`` ends with CRLF and begins with a header."""
    return content.replace(b"\r\n.", b"\r\n..")
