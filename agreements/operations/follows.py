"""Keeping an agreement in one's own sidebar. It is nobody else's business, so no history tells of it."""

from datetime import datetime

from agreements.models import Agreement, Follow
from teams.domain.errors import ForbiddenError
from teams.domain.language import say
from teams.models import Person


def follow(*, actor: Person, at: datetime, agreement: Agreement) -> Follow:
    """Follow what ``actor`` may read; doing so again changes nothing."""
    if not Agreement.objects.visible_to(actor).filter(pk=agreement.pk).exists():
        raise ForbiddenError(say("You can follow what you may read."))
    found, _ = Follow.objects.get_or_create(person=actor, agreement=agreement, defaults={"since": at})
    return found


def unfollow(*, actor: Person, at: datetime, agreement: Agreement) -> None:  # noqa: ARG001 - as every operation
    """Follow it no more, whether or not ``actor`` may still read it; doing so again changes nothing."""
    Follow.objects.filter(person=actor, agreement=agreement).delete()
