"""Claims mails, takes a last look, sends them with no transaction open, and marks what happened.

All under one lease, but handed over, sent and marked a few at a time: a worker that dies has sent no more than those
few without saying so, and no others are sent again.
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from itertools import batched

from reminders import failpoints
from reminders.channels.email import Mailer
from reminders.channels.errors import AmbiguousError, RefusedError
from reminders.channels.letter import Letter
from reminders.channels.mime import Message
from reminders.channels.smtp import Outcome
from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState, Ending, Next
from reminders.models import Delivery
from reminders.operations.attempts import Moment, claim, doubt, end, hand_over, refuse
from reminders.operations.letters import Letters, compose
from reminders.reports.sections import Gone

MARKED_AT_ONCE = 50

type Ready = tuple[Delivery, Message]
type Ended = tuple[Delivery, Outcome | Gone]


def deliver(*, ids: Sequence[int], now: Moment) -> int:
    """Send those of ``ids`` that still wait; how many left. Anybody may call this with any numbers at any time."""
    failpoints.reach("worker.before_claim")
    rows = claim(ids=ids, channels=[Channel.EMAIL], now=now)
    letters = compose(deliveries=rows, at=now.at, real_at=now.real_at)
    with Mailer() as mailer:
        ready = _ready(rows, letters, mailer, now)
        return sum(_send(few, mailer, now) for few in batched(ready, MARKED_AT_ONCE))


def _ready(rows: Sequence[Delivery], letters: Letters, mailer: Mailer, now: Moment) -> list[Ready]:
    """What can be handed over, connected to the relay; the others end here."""
    ready: list[Ready] = []
    ended: list[Ended] = []
    for row in rows:
        message = _message(letters[row.pk], mailer)
        ready.append((row, message)) if isinstance(message, Message) else ended.append((row, message))
    try:
        if ready:
            mailer.open()
    except RefusedError as error:
        ended += [(row, error) for row, _ in ready]
        ready = []
    _settle(ended, now)
    return ready


def _message(letter: Letter | Gone | RefusedError, mailer: Mailer) -> Message | Gone | RefusedError:
    if not isinstance(letter, Letter):
        return letter
    try:
        return mailer.write(letter)
    except RefusedError as error:
        return error


def _send(few: Sequence[Ready], mailer: Mailer, now: Moment) -> int:
    """Bring a few attempts to their end; how many were sent. Whatever breaks off, what is known by then is written."""
    failpoints.reach("worker.before_handover")
    ours = {row.pk for row in hand_over([row for row, _ in few], now=now)}
    few = [(row, message) for row, message in few if row.pk in ours]
    failpoints.reach("worker.after_handover")
    ended: list[Ended] = []
    try:
        with closing(mailer.send([message for _, message in few])) as outcomes:
            for (row, _), outcome in zip(few, outcomes, strict=True):
                failpoints.reach("worker.after_reply")
                ended.append((row, outcome))
    finally:
        sent = _settle(ended, now)
    return sent


def _settle(ended: Sequence[Ended], now: Moment) -> int:
    """Write how attempts ended, those alike together; how many were sent."""
    alike: dict[tuple[type, str], list[Delivery]] = defaultdict(list)
    for row, said in ended:
        alike[type(said), said.reason if isinstance(said, Gone) else str(said or "")].append(row)
    sent = 0
    for (kind, reason), rows in alike.items():
        if kind is Gone:
            end(rows, ending=Ending.SKIPPED, follows=Next(DeliveryState.SKIPPED), reason=reason, now=now)
        elif kind is RefusedError:
            refuse(rows, reason=reason, now=now)
        elif kind is AmbiguousError:
            doubt(rows, reason=reason, now=now)
        else:
            sent += end(rows, ending=Ending.SENT, follows=Next(DeliveryState.SENT), now=now)
    return sent
