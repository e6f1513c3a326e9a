"""What somebody asks to change, from draft to unsaved rows: checked as a draft of terms is, and by what is in force."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.amendments import ChangeKind
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Cadence, Change, Commitment, Metric, Party
from agreements.operations.amendments.drafts import ChangeDraft
from agreements.operations.cadences import fill_cadence
from agreements.operations.checkins import NotOpenError
from agreements.operations.commitments import check_promise, check_waits
from agreements.operations.drafts import CommitmentDraft
from agreements.operations.metrics import problems_with
from agreements.reports.present import Json, as_json, cadence_now, values_now
from teams.domain.calendar import local_date, zone
from teams.domain.errors import InvalidValueError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import check, fill, left_organisation, refuse, values_of

OF_COMMITMENT = frozenset({"due_on", "owner", "deliverable", "done_when", "needed_by"})
OF_METRIC = frozenset({"target", "target_on"})
NEEDED = {
    "owner": "Name the person who answers for it.",
    "due_on": "Choose the date by which it is due.",
    "done_when": "Say when it is done.",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, in which agreement, and when."""

    actor: Person
    agreement: Agreement
    at: datetime

    @property
    def today(self) -> date:
        """Return the day where the agreement lives."""
        return local_date(self.at, zone=zone(self.agreement.time_zone))


def asked_changes(drafts: Sequence[ChangeDraft], asking: Asking) -> list[Change]:
    """The unsaved changes of one alternative, in the order of ``drafts``; a refusal names the field by its place."""
    if not drafts:
        raise _invalid("changes", say("Say what shall change."))
    changes: list[Change] = []
    for place, draft in enumerate(drafts):
        with under(f"changes.{place}"):
            change = BUILDERS[draft.kind](draft, asking)
            _refuse_twice(change, changes)
            changes.append(change)
    return changes


@contextmanager
def under(place: str) -> Iterator[None]:
    """Name the fields of a refusal by where they stand in the whole draft."""
    try:
        yield
    except RefusalError as error:
        error.fields = {f"{place}.{name}": said for name, said in error.fields.items()}
        raise


def _commitment(draft: ChangeDraft, asking: Asking) -> Change:
    row = _open_commitment(draft, asking)
    changed = copy(row)
    names = _fill(changed, draft, fields=OF_COMMITMENT, subject="commitment")
    _check_commitment(changed, names, asking)
    return _of_commitment(ChangeKind.COMMITMENT, row, was=values_now(row, names), now=values_now(changed, names))


def _drop(draft: ChangeDraft, asking: Asking) -> Change:
    row = _open_commitment(draft, asking)
    was, now = {"state": row.state}, {"state": CommitmentState.RELEASED.value}
    return _of_commitment(ChangeKind.DROP_COMMITMENT, row, was=was, now=now)


def _of_commitment(kind: ChangeKind, row: Commitment, *, was: Json, now: Json) -> Change:
    return Change(kind=kind, agreement=row.agreement, commitment=row, was=was, now=now)


def _metric(draft: ChangeDraft, asking: Asking) -> Change:
    known = Metric.objects.in_terms().filter(agreement=asking.agreement)
    row = known.filter(pk=draft.metric.pk).first() if draft.metric else None
    if row is None:
        raise _invalid("metric", say("There is no such metric here."))
    changed = copy(row)
    names = _fill(changed, draft, fields=OF_METRIC, subject="metric")
    refuse(problems_with(changed))
    return Change(
        kind=ChangeKind.METRIC,
        agreement=asking.agreement,
        metric=row,
        was=values_now(row, names),
        now=values_now(changed, names),
    )


def _cadence(draft: ChangeDraft, asking: Asking) -> Change:
    if draft.cadence is None:
        raise _invalid("cadence", say("Say how often you want to meet."))
    if draft.cadence.starts_on < asking.today:
        raise _invalid("starts_on", say("This date has passed."))
    present = Cadence.objects.filter(agreement=asking.agreement).first()
    was = cadence_now(present)
    changed = Cadence(agreement=asking.agreement)
    fill_cadence(changed, draft.cadence)
    now = cadence_now(changed)
    if now == was:
        raise _invalid("cadence", say("You meet like this already."))
    return Change(kind=ChangeKind.CADENCE, agreement=asking.agreement, was=was, now=now)


def _add(draft: ChangeDraft, asking: Asking) -> Change:
    if draft.added is None:
        raise _invalid("added", say("Say what is promised."))
    promise, agreement = draft.added, asking.agreement
    check_promise(promise, agreement)
    row = Commitment(agreement=agreement, number=0, **values_of(promise, but=["waits_on"]))
    row.accepted_by = row.accepted_by or _signs_for(promise, agreement)
    check(row)
    refuse(_lacking(row))
    check_waits(row, promise.waits_on, actor=asking.actor, known=set())
    return Change(kind=ChangeKind.ADD_COMMITMENT, agreement=agreement, now=_whole(row, promise))


def _whole(row: Commitment, promise: CommitmentDraft) -> dict[str, object]:
    waits = [{"commitment": wait.commitment.pk, "lag_days": wait.lag_days} for wait in promise.waits_on]
    fields = [name for name in CommitmentDraft.__dataclass_fields__ if name != "waits_on"]
    return {name: as_json(getattr(row, name)) for name in fields} | {"waits_on": waits}


def _signs_for(promise: CommitmentDraft, agreement: Agreement) -> Person | None:
    party = Party.objects.filter(agreement=agreement, team=promise.for_team).select_related("representative").get()
    return party.representative


def _lacking(row: Commitment) -> dict[str, list[str]]:
    """What a promise in force cannot do without."""
    lacking = {name: [sentence] for name, sentence in NEEDED.items() if not getattr(row, name)}
    if row.accepted_by is None:
        lacking["accepted_by"] = [say("Name the person who accepts it.")]
    elif row.accepted_by == row.owner:
        lacking["accepted_by"] = [say("Somebody other than the owner accepts it.")]
    return lacking


def _open_commitment(draft: ChangeDraft, asking: Asking) -> Commitment:
    """The row as it is now, if the actor can see it and it is open."""
    seen = Commitment.objects.visible_to(asking.actor).select_related("agreement", "owner", "accepted_by")
    row = seen.filter(pk=draft.commitment.pk).first() if draft.commitment else None
    if row is None:
        raise _invalid("commitment", say("There is no such commitment."))
    if row.state != CommitmentState.OPEN:
        sentence = say(
            "“{deliverable}” is {state}; only what is open can change.",
            deliverable=row.deliverable,
            state=say(row.state),
        )
        raise NotOpenError(sentence, fields={"commitment": [sentence]})
    return row


def _fill(row: Commitment | Metric, draft: ChangeDraft, *, fields: frozenset[str], subject: str) -> list[str]:
    """Set on ``row``, unsaved, what ``draft`` says, and return the names of what differs."""
    if not draft.now:
        raise _invalid(subject, say("Say what of it shall change."))
    refuse({name: [say("This does not change by agreement.")] for name in draft.now if name not in fields})
    values = {name: value.strip() if isinstance(value, str) else value for name, value in draft.now.items()}
    changes = fill(row, values)
    if not changes:
        refuse({name: [say("It says this already.")] for name in draft.now})
    return [name for name in draft.now if name in changes["now"]]


def _check_commitment(row: Commitment, names: Sequence[str], asking: Asking) -> None:
    refuse({name: [NEEDED[name]] for name in names if name in NEEDED and not getattr(row, name)})
    if "due_on" in names and row.due_on is not None and row.due_on < asking.today:
        raise _invalid("due_on", say("This date has passed."))
    if "owner" in names:
        refuse(left_organisation(owner=row.owner))
        if row.owner == row.accepted_by:
            raise _invalid("owner", say("Somebody other than the owner accepts it."))


def _refuse_twice(change: Change, before: Sequence[Change]) -> None:
    about = _subject(change)
    if about and about in [_subject(other) for other in before]:
        raise _invalid(about[0], say("Say all that changes here in one place."))


def _subject(change: Change) -> tuple[str, int | None] | None:
    if change.commitment_id is not None:
        return "commitment", change.commitment_id
    if change.kind == ChangeKind.ADD_COMMITMENT:
        return None
    return str(change.kind), change.metric_id


def _invalid(field: str, sentence: str) -> InvalidValueError:
    return InvalidValueError(sentence, fields={field: [sentence]})


BUILDERS: dict[ChangeKind, Callable[[ChangeDraft, Asking], Change]] = {
    ChangeKind.COMMITMENT: _commitment,
    ChangeKind.DROP_COMMITMENT: _drop,
    ChangeKind.METRIC: _metric,
    ChangeKind.CADENCE: _cadence,
    ChangeKind.ADD_COMMITMENT: _add,
}
