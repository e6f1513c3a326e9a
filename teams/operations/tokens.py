"""Keys to the API. They live by the real clock, so that a rehearsal never outruns its own safety."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.domain.language import say
from teams.models import ApiToken, Person
from teams.operations.events import record_audit
from teams.permissions import covers, may_hold_scope

MARK = "hf_"
SECRET_BYTES = 32
SHOWN = len(MARK) + 6  # enough to tell one's tokens apart, far too little to guess one
LONGEST_DAYS = 366


def digest_of(plain: str) -> str:
    """The SHA-256 of a secret of 256 random bits; such a secret needs neither salt nor a slow hash."""
    return hashlib.sha256(plain.encode()).hexdigest()


@transaction.atomic
def create_token(
    *, actor: Person, at: datetime, name: str, scope: str, days: int = 90, through: ApiToken | None = None
) -> tuple[ApiToken, str]:
    """Make a token that acts as ``actor`` for ``days`` (1 to 366), and return it with its plain text, once.

    ``at`` is real time. Made through another token, it has no wider scope and no longer life than that one.
    """
    if not may_hold_scope(actor, scope) or (through and not covers(through.scope, scope)):
        raise ForbiddenError(say("You cannot give a token a wider scope than you have yourself."))
    if not 1 <= days <= LONGEST_DAYS:
        sentence = say("A token lives from 1 to {most} days.", most=LONGEST_DAYS)
        raise InvalidValueError(sentence, fields={"days": [sentence]})
    expires_at = at + timedelta(days=days)
    if through:
        expires_at = min(expires_at, through.expires_at)
    plain = MARK + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken.objects.create(
        person=actor,
        name=name,
        prefix=plain[:SHOWN],
        digest=digest_of(plain),
        scope=scope,
        created_at=at,
        expires_at=expires_at,
    )
    record_audit(kind="token_created", actor=actor, at=at, data={"token": token.pk, "name": name, "scope": scope})
    return token, plain


@transaction.atomic
def revoke_token(*, actor: Person, at: datetime, token: ApiToken) -> ApiToken:
    """End a token at once. One's own only; ending it again changes nothing. ``at`` is real time."""
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.person_id != actor.pk:
        raise ForbiddenError(say("Only the person it belongs to revokes a token."))
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record_audit(kind="token_revoked", actor=actor, at=at, data={"token": token.pk, "name": token.name})
    return token


def find_token(*, plain: str, at: datetime) -> ApiToken | None:
    """The token that ``plain`` is, with its person; None when it opens nothing at the real instant ``at``."""
    alive = ApiToken.objects.filter(revoked_at=None, expires_at__gt=at, person__is_active=True)
    return alive.select_related("person").filter(digest=digest_of(plain)).first()
