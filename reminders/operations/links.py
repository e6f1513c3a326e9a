"""Links and addresses that act without signing in: made when a mail is rendered, kept as digests only."""

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.urls import reverse

from reminders.models import MailToken
from reminders.models.tokens import Purpose
from reminders.operations.rows import Row, copy_new
from reminders.reports.invitations import InvitationSection
from reminders.reports.sections import Ask, Section
from teams.models import Invitation, Person
from teams.operations.people import issue_invitation_token
from teams.operations.tokens import SECRET_BYTES, digest_of

SHORTEST_LIFE = timedelta(hours=1)
HOLE = "TOKEN"


@dataclass(frozen=True, slots=True)
class Addressed:
    """A section and the person whose mail it stands in."""

    section: Section
    reader: Person


def with_links(addressed: Iterable[Addressed], *, at: datetime, real_at: datetime) -> list[Section]:
    """The same sections, in order, each with the link it asks for. ``at`` is the organisation's now."""
    links = Links(at=at, real_at=real_at)
    sections = links.given_to(addressed)
    links.write()
    return sections


@dataclass(slots=True, kw_only=True)
class Links:
    """The links of many mails; their digests are written together, before the first of the mails leaves."""

    at: datetime
    real_at: datetime
    _tokens: list[Row] = field(default_factory=list)

    def given_to(self, addressed: Iterable[Addressed]) -> list[Section]:
        """The same sections, in order, each with the link it asks for."""
        return [self._given_to(one) for one in addressed]

    def _given_to(self, one: Addressed) -> Section:
        if isinstance(one.section, InvitationSection):
            return replace(one.section, answer_url=_invitation_url(one.section.invitation))
        if one.section.ask is None:
            return one.section
        plain = secrets.token_urlsafe(SECRET_BYTES)
        self._tokens.append(self._token(plain, one.section.ask, one.reader))
        return replace(one.section, answer_url=address("check_in_link", plain))

    def reply_address(self, addressed: Iterable[Addressed]) -> str:
        """Where an answer to a mail goes: an address of its own if it asks one thing and replies are taken, else ""."""
        asking = [one for one in addressed if one.section.ask is not None]
        if not settings.REPLY_DOMAIN or not settings.INBOUND_MAIL_SECRET or len(asking) != 1:
            return ""
        (one,) = asking
        plain = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode().rstrip("=").lower()
        assert one.section.ask is not None
        token = self._token(plain, one.section.ask, one.reader)
        about = {"commitment_id": next(iter(one.section.asks_about))} if len(one.section.asks_about) == 1 else {}
        self._tokens.append({**token, "purpose": Purpose.REPLY, **about})
        return f"reply+{plain}@{settings.REPLY_DOMAIN}"

    def _token(self, plain: str, ask: Ask, reader: Person) -> Row:
        return {
            "digest": digest_of(plain),
            "purpose": Purpose.ANSWER,
            "person_id": reader.pk,
            "agreement_id": ask.agreement,
            "commitment_id": ask.commitment,
            "round_on": ask.round_on,
            "closes_at": ask.closes_at,
            "expires_at": self.real_at + max(SHORTEST_LIFE, ask.closes_at - self.at),
        }

    def write(self) -> None:
        copy_new(MailToken, self._tokens)
        self._tokens.clear()


def address(name: str, plain: str) -> str:
    """The whole address of the page ``name`` with a token: letters, digits, "-" and "_"."""
    return _pattern(name, settings.BASE_URL).replace(HOLE, plain)


@cache
def _pattern(name: str, base_url: str) -> str:
    return base_url + reverse(name, args=[HOLE])


def _invitation_url(invitation: int) -> str:
    plain = issue_invitation_token(invitation=Invitation.objects.get(pk=invitation))
    return settings.BASE_URL + reverse("invitation", args=[plain])
