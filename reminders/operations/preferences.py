"""What somebody wants to be told of, on which channel: for themselves, for a team, for everybody."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from reminders.domain.channels import Channel
from reminders.domain.topics import Topic
from reminders.models import Preference
from reminders.permissions import may_set_preferences
from teams.domain.errors import ForbiddenError
from teams.domain.language import say
from teams.models import Person, Team
from teams.operations.events import record_audit

type Words = Mapping[tuple[Topic, Channel], bool | None]


@transaction.atomic
def set_preferences(*, actor: Person, at: datetime, of: Person | Team | None, words: Words) -> None:
    """Keep ``words``, by topic and channel; None takes one back. ``of`` None is the organisation, for everybody."""
    actor.refresh_from_db(fields=["role", "is_active"])
    if not may_set_preferences(actor, of):
        raise ForbiddenError(say("Only administrators, and for a team its leads, say what comes to others."))
    changed = {matter: said for matter, said in words.items() if said != _words(of).get(matter)}
    _write(of, changed, actor=actor, at=at)
    if changed and not isinstance(of, Person):
        said = {f"{topic} by {channel}": word for (topic, channel), word in changed.items()}
        record_audit(kind="preferences_set", actor=actor, at=at, data={"team": of.slug if of else None, **said})


@transaction.atomic
def stop_mail(*, person: Person, at: datetime, topics: Collection[Topic]) -> None:
    """Tell ``person`` of ``topics`` by mail no more, by the word of whoever holds a mail to them."""
    _write(person, {(topic, Channel.EMAIL): False for topic in topics}, actor=person, at=at)


def _words(of: Person | Team | None) -> Words:
    rows = Preference.objects.filter(_of(of)).values_list("topic", "channel", "is_wanted")
    return {(Topic(topic), Channel(channel)): is_wanted for topic, channel, is_wanted in rows}


def _of(of: Person | Team | None) -> Q:
    person, team = _holder(of)
    return Q(person=person, team=team)


def _holder(of: Person | Team | None) -> tuple[Person | None, Team | None]:
    return (of, None) if isinstance(of, Person) else (None, of)


def _write(of: Person | Team | None, words: Words, *, actor: Person, at: datetime) -> None:
    """Words that were said meanwhile give way to these; those taken back are gone."""
    person, team = _holder(of)
    taken_back = [matter for matter, said in words.items() if said is None]
    for topic, channel in taken_back:
        Preference.objects.filter(_of(of), topic=topic, channel=channel).delete()
    rows = [
        Preference(person=person, team=team, topic=topic, channel=channel, is_wanted=said, set_by=actor, set_at=at)
        for (topic, channel), said in words.items()
        if said is not None
    ]
    Preference.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["person", "team", "topic", "channel"],
        update_fields=["is_wanted", "set_by", "set_at"],
    )
