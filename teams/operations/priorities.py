"""What the organisation has said matters now, in its order. Agreements serve one; none is a term of any."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from teams.domain.errors import RefusalError
from teams.domain.language import say
from teams.models import Person, Priority
from teams.operations.drafts import PriorityDraft
from teams.operations.events import record_audit
from teams.operations.organisation import lock_as_administrator
from teams.operations.values import check, refuse

MOST = 12  # more than a dozen is no priority any more


class TooManyPrioritiesError(RefusalError):
    """Where everything matters, nothing does."""

    code = "too_many_priorities"


@transaction.atomic
def add_priority(*, actor: Person, at: datetime, draft: PriorityDraft) -> Priority:
    """Add a priority. Raises InvalidValueError for a name that is taken."""
    lock_as_administrator(actor)
    if Priority.objects.count() >= MOST:
        raise TooManyPrioritiesError(say("There are {most} priorities. Remove one before you add another.", most=MOST))
    priority = Priority(name=draft.name.strip())
    _require_own_name(priority)
    priority.save()
    _put(priority, at_position=draft.position)
    record_audit(kind="priority_added", actor=actor, at=at, data={"name": priority.name})
    return priority


@transaction.atomic
def edit_priority(*, actor: Person, at: datetime, priority: Priority, draft: PriorityDraft) -> Priority:
    """Rename it or give it another place; the others close up."""
    lock_as_administrator(actor)
    priority = Priority.objects.get(pk=priority.pk)
    was = {"name": priority.name, "position": priority.position}
    priority.name = draft.name.strip()
    _require_own_name(priority)
    priority.save()
    _put(priority, at_position=draft.position)
    now = {"name": priority.name, "position": priority.position}
    if changed := [name for name in was if was[name] != now[name]]:
        data = {"was": {name: was[name] for name in changed}, "now": {name: now[name] for name in changed}}
        record_audit(kind="priority_edited", actor=actor, at=at, data={"name": priority.name, **data})
    return priority


@transaction.atomic
def remove_priority(*, actor: Person, at: datetime, priority: Priority) -> None:
    """Let go of it; the agreements that served it stand as they are and serve none."""
    lock_as_administrator(actor)
    if Priority.objects.filter(pk=priority.pk).delete()[0]:
        _number(list(Priority.objects.order_by("position", "pk")))
        record_audit(kind="priority_removed", actor=actor, at=at, data={"name": priority.name})


def _require_own_name(priority: Priority) -> None:
    check(priority)
    if Priority.objects.filter(name__iexact=priority.name).exclude(pk=priority.pk).exists():
        refuse({"name": [say("There is a priority of this name already.")]})


def _put(priority: Priority, *, at_position: int | None) -> None:
    others = list(Priority.objects.exclude(pk=priority.pk).order_by("position", "pk"))
    place = len(others) if at_position is None else min(max(at_position, 0), len(others))
    _number([*others[:place], priority, *others[place:]])


def _number(priorities: Sequence[Priority]) -> None:
    Priority.objects.bulk_update(_placed(priorities), ["position"])


def _placed(priorities: Sequence[Priority]) -> Iterator[Priority]:
    for position, each in enumerate(priorities):
        each.position = position
        yield each
