"""Takes in a mail that answers one of ours: its first paragraph is a note on what that one had asked about."""

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.db import transaction

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import CheckIn, CheckInRole, Commitment
from agreements.operations.replies import note_reply
from agreements.permissions import acts_for
from agreements.reports.rounds import open_round
from reminders.domain.paragraphs import labelled
from reminders.domain.replies import Received, read_mail
from reminders.models import MailToken, Reply
from reminders.models.tokens import Purpose
from reminders.reports.answers import asked_about
from teams.domain.errors import RefusalError
from teams.models import Person
from teams.operations.tokens import digest_of


@transaction.atomic
def take_in(*, content: bytes, at: datetime, real_at: datetime) -> Reply | None:
    """Keep what a raw mail says, once, and put it to the answer of its round; None where there is nothing to keep.

    Nothing is kept of mails from machines, from anybody but the person who was asked, and to an address that was
    never given or whose time is over. Whoever sends them is told nothing, so that nothing can be probed.
    """
    mail = read_mail(content, domain=settings.REPLY_DOMAIN)
    token = _token(mail, at=at, real_at=real_at)
    if token is None or mail.is_automatic or not mail.note or not _is_from(mail, token.person):
        return None
    commitment, note = _about(mail.note, token, at=at)
    reply, is_new = Reply.objects.get_or_create(
        message_id=mail.message_id,
        defaults={"token": token, "commitment": commitment, "text": note, "received_at": at},
    )
    if is_new and commitment is not None and (given := _answer_to(commitment, token, at)):
        with suppress(RefusalError):  # it was closed meanwhile: what was said is kept all the same
            note_reply(check_in=given, at=at, note=note)
    return reply if is_new else None


def _token(mail: Received, *, at: datetime, real_at: datetime) -> MailToken | None:
    digests = [digest_of(plain) for plain in mail.tokens]
    alive = MailToken.objects.alive(real_at=real_at).filter(purpose=Purpose.REPLY, digest__in=digests)
    running = alive.filter(closes_at__gt=at, agreement__state=AgreementState.ACTIVE)
    return running.select_related("person", "person__delegate", "agreement", "commitment").first()


def _is_from(mail: Received, person: Person) -> bool:
    """Somebody to whom the mail was passed on does not speak for the one who was asked."""
    delegate = person.delegate.email if person.delegate else ""
    return mail.sender in {person.email, delegate} - {""}


def _about(note: str, token: MailToken, *, at: datetime) -> tuple[Commitment | None, str]:
    """What a note is about, and the note: the one it names, or the only one that was asked about."""
    asked = [one for one in asked_about(token, at=at) if one.state == CommitmentState.OPEN]
    named = labelled(note)
    if named and named.note and named.agreement in {None, token.agreement.number}:
        for one in asked:
            if one.number == named.number:
                return one, named.note
    return (asked[0] if len(asked) == 1 else None), note


def _answer_to(commitment: Commitment, token: MailToken, at: datetime) -> CheckIn | None:
    """The answer that the person asked has given in the round already."""
    role = CheckInRole.OWNER if acts_for(token.person, commitment.owner) else CheckInRole.RECEIVER
    round_on = token.round_on or open_round(agreement=commitment.agreement, person=token.person, at=at)
    if round_on is None:
        return None
    answers = CheckIn.objects.filter(commitment=commitment, role=role, round_on=round_on)
    return answers.select_related("commitment").first()
