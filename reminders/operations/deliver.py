"""Claims mails, takes a last look, sends them with no transaction open, and marks what happened."""

from collections.abc import Sequence

from reminders import failpoints
from reminders.channels.email import AmbiguousError, Letter, Mailer, RefusedError
from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState, Ending, Next
from reminders.models import Delivery
from reminders.operations.attempts import Moment, claim, doubt, end, hand_over, refuse
from reminders.operations.letters import compose
from reminders.reports.sections import Gone

AT_A_TIME = 10  # under one lease: a worker that dies holds up no more


def deliver(*, ids: Sequence[int], now: Moment) -> int:
    """Send those of ``ids`` that still wait; how many left. Anybody may call this with any numbers at any time."""
    failpoints.reach("worker.before_claim")
    rows = claim(ids=ids, channels=[Channel.EMAIL], now=now)
    letters = compose(deliveries=rows, at=now.at, real_at=now.real_at)
    with Mailer() as mailer:
        return sum(_settle(row, letters[row.pk], mailer, now) for row in rows)


def _settle(row: Delivery, letter: Letter | Gone | RefusedError, mailer: Mailer, now: Moment) -> bool:
    """Bring one claimed delivery to the end of its attempt; whether it was sent."""
    if isinstance(letter, Gone):
        end([row], ending=Ending.SKIPPED, follows=Next(DeliveryState.SKIPPED), reason=letter.reason, now=now)
        return False
    if isinstance(letter, RefusedError):
        refuse([row], reason=str(letter), now=now)
        return False
    try:
        return _send(row, letter, mailer, now)
    except RefusedError as error:
        refuse([row], reason=str(error), now=now)
    except AmbiguousError as error:
        doubt([row], reason=str(error), now=now)
    return False


def _send(row: Delivery, letter: Letter, mailer: Mailer, now: Moment) -> bool:
    message = mailer.prepare(letter)
    failpoints.reach("worker.before_handover")
    if not hand_over([row], now=now):
        return False
    failpoints.reach("worker.after_handover")
    mailer.send(message)
    failpoints.reach("worker.after_reply")
    return bool(end([row], ending=Ending.SENT, follows=Next(DeliveryState.SENT), now=now))
