"""What somebody wants to talk about: on the agenda until a sync has settled it, or until it is taken off."""

from datetime import datetime

from django.db import transaction

from agreements.models import Agreement, Topic
from agreements.operations.events import record
from agreements.operations.locks import RemovedMeanwhileError, lock_agreement, require_active
from agreements.permissions import may_hold_sync
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import fill, refuse

LONGEST_TOPIC = 120  # minutes


class TopicClosedError(RefusalError):
    """What is off the agenda cannot be taken off it."""

    code = "topic_closed"


@transaction.atomic
def add_topic(*, actor: Person, at: datetime, agreement: Agreement, text: str, minutes: int = 5) -> Topic:
    """Put ``text`` on the agenda of the coming sync, or of the one that goes on."""
    agreement = _lock(actor, agreement)
    if not text.strip():
        refuse({"text": [say("Say in a few words what to talk about.")]})
    if not 1 <= minutes <= LONGEST_TOPIC:
        refuse({"minutes": [say("A topic takes between 1 and {most} minutes.", most=LONGEST_TOPIC)]})
    topic = Topic(agreement=agreement, added_by=actor, added_at=at)
    fill(topic, {"text": text.strip(), "minutes": minutes})
    topic.save()
    record(agreement=agreement, kind="topic_added", actor=actor, at=at, data=_facts(topic))
    return topic


@transaction.atomic
def remove_topic(*, actor: Person, at: datetime, topic: Topic) -> Topic:
    """Take ``topic`` off the agenda without having talked about it; its words stay in the history."""
    agreement = _lock(actor, topic.agreement)
    fresh = Topic.objects.filter(pk=topic.pk).first()
    if fresh is None:
        raise RemovedMeanwhileError(say("This topic has just been removed."))
    if fresh.closed_at is not None:
        raise TopicClosedError(say("This topic is off the agenda already."))
    fresh.agreement, fresh.closed_at = agreement, at
    fresh.save(update_fields=["closed_at"])
    record(agreement=agreement, kind="topic_removed", actor=actor, at=at, data=_facts(fresh))
    return fresh


def _lock(actor: Person, agreement: Agreement) -> Agreement:
    agreement = lock_agreement(agreement)
    if not may_hold_sync(actor, agreement):
        raise ForbiddenError(say("Only members of a party and the facilitator change the agenda."))
    require_active(agreement)
    return agreement


def _facts(topic: Topic) -> dict[str, object]:
    return {"topic": topic.pk, "text": topic.text, "minutes": topic.minutes}
