"""Addresses that calendar programs read from. They live by the real clock, and until somebody ends them."""

import secrets
from datetime import datetime

from django.db import transaction

from teams.domain.errors import ForbiddenError
from teams.domain.language import say
from teams.models import CalendarFeed, Person
from teams.operations.events import record_audit
from teams.operations.tokens import SECRET_BYTES, digest_of
from teams.operations.values import refuse

MOST = 10  # more calendar programs than anybody has; each address is one more that can get about


@transaction.atomic
def make_feed(*, actor: Person, at: datetime, name: str) -> tuple[CalendarFeed, str]:
    """Make an address for the program ``name`` and return it with the secret in it, once. ``at`` is real time."""
    alive = CalendarFeed.objects.filter(person=actor, revoked_at=None)
    if not name.strip():
        refuse({"name": [say("Say which program will read it, to know it again.")]})
    if alive.count() >= MOST:
        refuse({"name": [say("You have {most} of them. End one that no program reads any more.", most=MOST)]})
    plain = secrets.token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed.objects.create(person=actor, name=name.strip(), digest=digest_of(plain), created_at=at)
    record_audit(kind="feed_made", actor=actor, at=at, data={"feed": feed.pk, "name": feed.name})
    return feed, plain


@transaction.atomic
def revoke_feed(*, actor: Person, at: datetime, feed: CalendarFeed) -> CalendarFeed:
    """End an address at once. One's own only; ending it again changes nothing. ``at`` is real time."""
    feed = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if feed.person_id != actor.pk:
        raise ForbiddenError(say("Only the person it belongs to ends an address."))
    if feed.revoked_at is None:
        feed.revoked_at = at
        feed.save(update_fields=["revoked_at"])
        record_audit(kind="feed_revoked", actor=actor, at=at, data={"feed": feed.pk, "name": feed.name})
    return feed


def find_feed(*, plain: str) -> CalendarFeed | None:
    """The feed at whose address ``plain`` stands, with its person; None once either of them is ended."""
    alive = CalendarFeed.objects.filter(revoked_at=None, person__is_active=True)
    return alive.select_related("person").filter(digest=digest_of(plain)).first()
