"""Mails of signing in: the invitation of a new person, and the link to a new password of one who has an account."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.models import Reminder
from reminders.reports.due import Due, Subject
from reminders.reports.sections import Gone, Look, Section, today_of
from teams.models import Invitation, Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSection(Section):
    """``invitation`` is the row whose link is made when the mail is rendered; it opens until ``expires_at``."""

    invitation: int
    organisation: str
    inviter: str
    expires_at: datetime


def due_at_once(*, at: datetime) -> Iterator[Due]:
    """Open invitations that no mail was planned for. Their own instants are real ones, whatever the clock says."""
    told = Reminder.objects.filter(invitation__isnull=False).values("invitation")
    rows = Invitation.objects.filter(accepted_at=None, person__is_active=True).exclude(pk__in=told)
    organisation = _organisation()
    for invitation in rows.select_related("person", "invited_by"):
        yield _due(invitation, organisation, at)


def _organisation() -> str:
    return Organisation.objects.values_list("name", flat=True).first() or "your organisation"


def _kind(invitation: Invitation) -> Kind:
    """A link for somebody who already has a password is one to a new password."""
    return Kind.PASSWORD_RESET if invitation.person.has_usable_password() else Kind.INVITATION


def _headline(invitation: Invitation, organisation: str) -> str:
    if _kind(invitation) is Kind.PASSWORD_RESET:
        return wording.password_reset()
    return wording.invitation(organisation, inviter=str(invitation.invited_by or ""))


def _due(invitation: Invitation, organisation: str, at: datetime) -> Due:
    return Due(
        kind=_kind(invitation),
        recipient=invitation.person_id,
        subject=Subject(invitation=invitation.pk),
        subject_on=invitation.created_at.astimezone(UTC).date(),
        slot="once",
        local_on=today_of(invitation.person, at=at),
        due_at=at,
        expires_at=at + (invitation.expires_at - invitation.created_at),
        headline=_headline(invitation, organisation),
    )


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Not accepted yet."""
    rows = Invitation.objects.filter(accepted_at=None).select_related("person", "invited_by")
    open_ones = rows.in_bulk([one.invitation_id for one in reminders])
    organisation = _organisation()
    return {
        one.pk: _section(invitation, organisation, at)
        if (invitation := open_ones.get(one.invitation_id or 0))
        else Gone("the link was used or taken back")
        for one in reminders
    }


def _section(invitation: Invitation, organisation: str, at: datetime) -> SignInSection:
    return SignInSection(
        kind=_kind(invitation),
        headline=_headline(invitation, organisation),
        path="",
        today=today_of(invitation.person, at=at),
        invitation=invitation.pk,
        organisation=organisation,
        inviter=str(invitation.invited_by or ""),
        expires_at=invitation.expires_at,
    )
