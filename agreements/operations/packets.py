"""What a packet says: the part that both sides write, and each side's own. Nobody writes over anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from agreements.domain.escalations import MOST_OPTIONS, EscalationState
from agreements.models import Escalation, Event, Statement
from agreements.operations.drafts import PacketDraft, StatementDraft
from agreements.operations.escalations import LONGEST, lock_escalation, record_packet
from agreements.permissions import may_prepare_packet, may_state
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import noted, say, say_number
from teams.domain.merging import Merge, Value, Values, before, merged
from teams.models import Person, Team
from teams.operations.values import check, refuse

LONGEST_OPTION = 500
WORDS = {
    "topic": noted("the topic"),
    "question": noted("the question"),
    "options": noted("the options"),
    "decide_by": noted("the day"),
}
OWN_WORDS = {"reason": noted("the reason"), "hard_limits": noted("the hard limits")}


class AlreadyAskedError(RefusalError):
    """Whoever decides reads what was sent; it no longer changes under their eyes."""

    code = "already_asked"


class PacketChangedError(RefusalError):
    """Two people changed the same field; nothing is written until one of them has chosen."""

    code = "packet_changed"

    def __init__(self, merge: Merge, *, revision: int, words: Mapping[str, str]) -> None:
        names = ", ".join(say(words[name]) for name in merge.conflicts)
        super().__init__(
            say("Somebody changed {names} while you wrote. Your text is safe; choose what to keep.", names=names)
        )
        self.merge, self.revision = merge, revision

    @property
    def details(self) -> Mapping[str, object]:
        """Return by field what it was, what it is, and what was to be written; and the revision it is compared with."""
        conflicts = {name: asdict(conflict) for name, conflict in self.merge.conflicts.items()}
        return {"conflicts": conflicts, "revision": self.revision}


@transaction.atomic
def edit_packet(
    *, actor: Person, at: datetime, escalation: Escalation, draft: PacketDraft, revision: int | None = None
) -> Escalation:
    """Write the part that both sides share, while it is prepared.

    ``revision`` is that of the packet as it was read: what others changed since is kept where ``draft`` leaves it as
    it was; where both changed the same field, PacketChangedError holds both. None writes over what is there.
    """
    escalation = lock_escalation(escalation)
    if not may_prepare_packet(actor, escalation.agreement):
        raise ForbiddenError(say("Only members of a party write what they ask to be decided."))
    require_preparing(escalation)
    was = _shared(escalation)
    edits = _edits(escalation, kind="packet_edited", since=revision)
    values = _merge(was, _wanted(draft), edits, revision=escalation.revision, words=WORDS)
    if values == was:
        return escalation
    _check_shared(values, was=was, today=local_date(at, zone=zone(escalation.agreement.time_zone)))
    _fill(escalation, values)
    escalation.revision += 1
    escalation.save()
    changes = _changes(was, values) | {"revision": escalation.revision}
    record_packet(escalation, kind="packet_edited", actor=actor, at=at, **changes)
    return escalation


@transaction.atomic
def state_reason(
    *,
    actor: Person,
    at: datetime,
    escalation: Escalation,
    team: Team,
    draft: StatementDraft,
    revision: int | None = None,
) -> Statement:
    """Say for ``team`` why, and what it cannot give up. ``revision`` as for ``edit_packet``.

    A party that was silent when the decision was asked for may still say it, once.
    """
    escalation = lock_escalation(escalation)
    if not may_state(actor, escalation.agreement, team):
        raise ForbiddenError(say("Each party says its own reason."))
    found = escalation.statements.filter(team=team).first()
    if found is not None or escalation.state != EscalationState.ASKED:
        require_preparing(escalation)
    was: Values = {name: getattr(found, name) if found else "" for name in OWN_WORDS}
    edits = _edits(escalation, kind="statement_written", since=revision, team=team.slug)
    yours: Values = {"reason": draft.reason.strip(), "hard_limits": draft.hard_limits.strip()}
    values = _merge(was, yours, edits, revision=escalation.revision, words=OWN_WORDS)
    if found is not None and values == was:
        return found
    statement = found or Statement(escalation=escalation, team=team)
    statement.reason, statement.hard_limits = _text(values["reason"]), _text(values["hard_limits"])
    statement.written_by, statement.written_at = actor, at
    _check_own(statement)
    statement.save()
    escalation.revision += 1
    escalation.save(update_fields=["revision"])
    changes = _changes(was, values) | {"revision": escalation.revision, "team": team.slug, "party": team.name}
    record_packet(escalation, kind="statement_written", actor=actor, at=at, **changes)
    return statement


def require_preparing(escalation: Escalation) -> None:
    if escalation.state != EscalationState.PREPARING:
        raise AlreadyAskedError(say("The decision has been asked for; what was sent stays as it is."))


def _shared(escalation: Escalation) -> Values:
    return _plain(PacketDraft.of(escalation))


def _wanted(draft: PacketDraft) -> Values:
    lines = tuple(line for option in draft.options if (line := option.strip()))
    return _plain(draft) | {"topic": draft.topic.strip(), "question": draft.question.strip(), "options": lines}


def _plain(draft: PacketDraft) -> dict[str, Value]:
    day = draft.decide_by.isoformat() if draft.decide_by else None
    return {"topic": draft.topic, "question": draft.question, "options": draft.options, "decide_by": day}


def _edits(escalation: Escalation, *, kind: str, since: int | None, **data: str) -> list[Values]:
    """What each edit after revision ``since`` replaced, newest first; none when it is not compared."""
    if since is None:
        return []
    named = {f"data__{name}": value for name, value in data.items()}
    edits = Event.objects.filter(
        agreement=escalation.agreement,
        kind=kind,
        data__escalation_id=escalation.pk,
        data__revision__gt=since,
        **named,
    )
    return [_values(event.data["was"]) for event in edits.order_by("-number")]


def _values(stored: Mapping[str, Any]) -> Values:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}


def _merge(
    theirs: Values, yours: Values, edits: Sequence[Values], *, revision: int, words: Mapping[str, str]
) -> Values:
    merge = merged(base=before(theirs, edits), theirs=theirs, yours=yours)
    if merge.conflicts:
        raise PacketChangedError(merge, revision=revision, words=words)
    return merge.values


def _check_shared(values: Values, *, was: Values, today: date) -> None:
    options, question, day = values["options"] or (), _text(values["question"]), values["decide_by"]
    problems = [
        ("topic", not values["topic"], say("Say in a few words what it is about.")),
        ("question", len(question) > LONGEST, say("Say it in {most} letters at most.", most=say_number(LONGEST))),
        (
            "options",
            len(options) > MOST_OPTIONS,
            say("Name {most} options at most.", most=MOST_OPTIONS),
        ),
        ("options", len(set(options)) < len(options), say("Two of the options are the same.")),
        (
            "options",
            any(len(line) > LONGEST_OPTION for line in options),
            say("Say each option in 500 letters at most."),
        ),
        (
            "decide_by",
            day != was["decide_by"] and _text(day) < today.isoformat() and bool(day),
            say("Name a day to come."),
        ),
    ]
    refuse({name: [sentence] for name, is_wrong, sentence in problems if is_wrong})


def _check_own(statement: Statement) -> None:
    if not statement.reason:
        refuse({"reason": [say("Say why your side sees it this way.")]})
    for name in OWN_WORDS:
        if len(getattr(statement, name)) > LONGEST:
            refuse({name: [say("Say it in {most} letters at most.", most=say_number(LONGEST))]})


def _fill(escalation: Escalation, values: Values) -> None:
    day = values["decide_by"]
    escalation.topic, escalation.question = _text(values["topic"]), _text(values["question"])
    escalation.options = list(values["options"] or ())
    escalation.decide_by = date.fromisoformat(_text(day)) if day else None
    check(escalation)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _changes(was: Values, now: Values) -> dict[str, object]:
    """What differs, as history keeps it: what an edit with an older view of it is compared with."""
    changed = [name for name, value in now.items() if value != was[name]]
    return {"was": {name: was[name] for name in changed}, "now": {name: now[name] for name in changed}}
