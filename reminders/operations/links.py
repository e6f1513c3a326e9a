"""Links and addresses that act without signing in: made when a mail is rendered, kept as digests only."""

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from reminders.models import MailToken
from reminders.models.tokens import Purpose
from reminders.reports.invitations import InvitationSection
from reminders.reports.sections import Ask, Section
from teams.models import Invitation, Person
from teams.operations.people import issue_invitation_token
from teams.operations.tokens import SECRET_BYTES, digest_of

SHORTEST_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A section and the person whose mail it stands in."""

    section: Section
    reader: Person


def with_links(addressed: Iterable[Addressed], *, at: datetime, real_at: datetime) -> list[Section]:
    """The same sections, in order, each with the link it asks for. ``at`` is the organisation's now."""
    tokens: list[MailToken] = []
    sections = [_with_link(one, tokens, at=at, real_at=real_at) for one in addressed]
    MailToken.objects.bulk_create(tokens)
    return sections


def _with_link(one: Addressed, tokens: list[MailToken], *, at: datetime, real_at: datetime) -> Section:
    if isinstance(one.section, InvitationSection):
        return replace(one.section, answer_url=_invitation_url(one.section.invitation))
    if one.section.ask is None:
        return one.section
    plain = secrets.token_urlsafe(SECRET_BYTES)
    tokens.append(_token(plain, one.section.ask, one.reader, at=at, real_at=real_at))
    return replace(one.section, answer_url=settings.BASE_URL + reverse("check_in_link", args=[plain]))


def reply_address(addressed: Iterable[Addressed], *, at: datetime, real_at: datetime) -> str:
    """Where an answer to this mail goes: an address of its own if it asks one thing and replies are taken, else ""."""
    asking = [one for one in addressed if one.section.ask is not None]
    if not settings.REPLY_DOMAIN or not settings.INBOUND_MAIL_SECRET or len(asking) != 1:
        return ""
    (one,) = asking
    plain = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode().rstrip("=").lower()
    assert one.section.ask is not None
    token = _token(plain, one.section.ask, one.reader, at=at, real_at=real_at)
    token.purpose = Purpose.REPLY
    if len(one.section.asks_about) == 1:
        (token.commitment_id,) = one.section.asks_about
    token.save()
    return f"reply+{plain}@{settings.REPLY_DOMAIN}"


def _token(plain: str, ask: Ask, reader: Person, *, at: datetime, real_at: datetime) -> MailToken:
    return MailToken(
        digest=digest_of(plain),
        person=reader,
        agreement_id=ask.agreement,
        commitment_id=ask.commitment,
        round_on=ask.round_on,
        closes_at=ask.closes_at,
        expires_at=real_at + max(SHORTEST_LIFE, ask.closes_at - at),
    )


def _invitation_url(invitation: int) -> str:
    plain = issue_invitation_token(invitation=Invitation.objects.get(pk=invitation))
    return settings.BASE_URL + reverse("invitation", args=[plain])
