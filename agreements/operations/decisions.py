"""What a sync decides about one item: one decision each, always with somebody who sees to it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from agreements.domain.concerns import About
from agreements.domain.decisions import DecisionKind, SubjectKind, SubjectName
from agreements.models import Commitment, Concern, Decision, Metric, Party, Sync, Topic
from agreements.operations.concerns import resolve_concern
from agreements.operations.drafts import DecisionDraft
from agreements.operations.escalations import open_escalation
from agreements.operations.events import record
from agreements.operations.subjects import Subject, subject_of
from agreements.operations.syncs.locking import lock_room, named
from teams.domain.errors import RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import check, left_organisation, refuse

WORDS = {
    DecisionKind.KEEP: "it stays as it is",
    DecisionKind.RENEGOTIATE: "another date is asked for",
    DecisionKind.ESCALATE: "a decision is asked for",
    DecisionKind.PARK: "it comes back next time",
}

LONGEST_TOPIC = 120  # letters of the name of a packet


class DecidedMeanwhileError(RefusalError):
    """Two people decided about one item, and neither had seen the other's decision."""

    code = "decided_meanwhile"

    def __init__(self, decision: Decision) -> None:
        said = WORDS[DecisionKind(decision.kind)]
        super().__init__(
            say(
                "{name} has just decided: {said}. Look at it, then decide again if you must.",
                name=decision.made_by.name,
                said=said,
            )
        )
        self.decision = decision

    @property
    def details(self) -> Mapping[str, object]:
        decision = self.decision
        facts = {name: getattr(decision, name) for name in ("subject", "kind", "note", "revision")}
        return {"decision": facts | {"owner": decision.owner.email, "made_by": decision.made_by.email}}


@transaction.atomic
def decide(*, actor: Person, at: datetime, sync: Sync, draft: DecisionDraft) -> Decision:
    """Settle one item of a sync whose room is open, or settle it otherwise than before.

    The draft names the revision it saw, 0 for none; another one raises DecidedMeanwhileError, unless it says the
    same. To keep a topic closes it; to keep a concern with a note answers it; to escalate opens the packet.
    """
    sync = lock_room(sync, actor=actor)
    name, row = subject_of(sync.agreement, draft.subject, viewer=actor)
    refuse(left_organisation(owner=draft.owner))
    owner = draft.owner or _usual_owner(row, actor)
    present = Decision.objects.select_related("owner", "made_by").filter(sync=sync, **_link(name, row)).first()
    if present is not None and _says(present, draft, owner=owner, actor=actor):
        return present
    _compare(present, draft)
    decision = _write(present or Decision(sync=sync, **_link(name, row)), draft, owner=owner, actor=actor, at=at)
    _follow(decision, row, actor=actor, at=at)
    _record(decision, row, actor=actor, at=at)
    return decision


def _link(name: SubjectName, row: Subject) -> dict[str, Subject | None]:
    """The columns that say what a decision is about; the agreement itself is what none of them names."""
    kinds = [kind for kind in SubjectKind if kind is not SubjectKind.AGREEMENT]
    return {kind.value: row if kind is name.kind else None for kind in kinds}


def _usual_owner(row: Subject, actor: Person) -> Person:
    """Who sees to it when nobody is named: whose thing it is, and for a concern the other side."""
    match row:
        case Commitment():
            found = row.owner
        case Metric():
            found = row.reporter
        case Concern():
            found = _counterpart(row)
        case Topic():
            found = row.added_by
        case _:
            found = None
    return found if found is not None and found.is_active else actor


def _counterpart(concern: Concern) -> Person | None:
    """Who answers for what ``concern`` is about: its owner, to its owner the receiver, else another party's signer."""
    raiser, commitment = concern.raised_by, concern.commitment
    if commitment is not None:
        return commitment.owner if commitment.owner_id != raiser.pk else commitment.accepted_by
    others = Party.objects.filter(agreement=concern.agreement_id).exclude(team__memberships__person=raiser)
    party = others.exclude(representative=None).select_related("representative").order_by("pk").first()
    return party.representative if party else None


def _says(decision: Decision, draft: DecisionDraft, *, owner: Person, actor: Person) -> bool:
    """Whether it is the same press of the same button, arriving twice."""
    said = (decision.kind, decision.note, decision.owner_id, decision.made_by_id)
    return said == (draft.kind, draft.note.strip(), owner.pk, actor.pk)


def _compare(present: Decision | None, draft: DecisionDraft) -> None:
    if present is not None and present.revision != draft.revision:
        raise DecidedMeanwhileError(present)
    if present is None and draft.revision:
        refuse({"revision": [say("Nothing is decided about it in this sync yet.")]})


def _write(decision: Decision, draft: DecisionDraft, *, owner: Person, actor: Person, at: datetime) -> Decision:
    decision.revision = draft.revision + 1
    decision.kind, decision.note, decision.owner = draft.kind, draft.note.strip(), owner
    decision.made_by, decision.made_at = actor, at
    check(decision)
    decision.save()
    return decision


def _follow(decision: Decision, row: Subject, *, actor: Person, at: datetime) -> None:
    """What a decision does besides being written down."""
    if isinstance(row, Topic):
        row.closed_at = at if decision.kind == DecisionKind.KEEP else None
        row.save(update_fields=["closed_at"])
    if isinstance(row, Concern) and decision.kind == DecisionKind.KEEP and decision.note and not row.resolved_at:
        resolve_concern(actor=actor, at=at, concern=row, answer=decision.note)
    if decision.kind == DecisionKind.ESCALATE:
        open_escalation(
            actor=actor,
            at=at,
            agreement=decision.sync.agreement,
            topic=str(row)[:LONGEST_TOPIC],
            concern=row if isinstance(row, Concern) else None,
            commitment=row if isinstance(row, Commitment) else None,
        )


def _record(decision: Decision, row: Subject, *, actor: Person, at: datetime) -> None:
    """How the parties work together is for them alone: of such a concern the history keeps no words."""
    is_theirs = isinstance(row, Concern) and row.about == About.WAY_OF_WORKING
    said = {} if is_theirs else {"note": decision.note, "about": str(row)}
    facts = {"subject": decision.subject, "kind": decision.kind, "owner": decision.owner.name, **said}
    record(
        agreement=decision.sync.agreement,
        kind="decided",
        actor=actor,
        at=at,
        data=named(decision.sync) | facts,
        commitment=row if isinstance(row, Commitment) else None,
    )
