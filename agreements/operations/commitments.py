"""The promises of a draft: who owes what to whom, by when, and what each waits on."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from psycopg.errors import CheckViolation

from agreements.models import Agreement, Commitment, Dependency
from agreements.operations.drafts import CommitmentDraft, WaitDraft
from agreements.operations.events import record
from agreements.operations.locks import RemovedMeanwhileError, lock_draft
from teams.domain.errors import RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import check, fill, left_organisation, refuse, values_of, with_change

LONGEST_LAG = 365  # calendar days
NO_CIRCLE = "It would wait, through others, on itself."
NO_SUCH_COMMITMENT = "There is no such commitment to wait on."


class AwaitedError(RefusalError):
    """Another commitment waits on this one."""

    code = "awaited"


@transaction.atomic
def add_commitment(*, actor: Person, at: datetime, agreement: Agreement, draft: CommitmentDraft) -> Commitment:
    """Add a promise to a draft, under the next number there. It may lack what the linter will ask for."""
    agreement = lock_draft(agreement, actor=actor)
    check_promise(draft, agreement)
    last = agreement.commitments.aggregate(last=Max("number"))["last"] or 0
    commitment = Commitment(agreement=agreement, number=last + 1, **values_of(draft, but=["waits_on"]))
    check(commitment)
    commitment.save()
    _wait_on(commitment, draft.waits_on, actor=actor)
    data = _facts(commitment) | {"waits_on": _waits(commitment)}
    record(agreement=agreement, kind="commitment_added", actor=actor, at=at, data=data)
    return commitment


@transaction.atomic
def edit_commitment(*, actor: Person, at: datetime, commitment: Commitment, draft: CommitmentDraft) -> Commitment:
    """Replace all that a draft says about ``commitment``; history keeps what changed."""
    agreement = lock_draft(commitment.agreement, actor=actor)
    commitment = _fresh(commitment, agreement)
    check_promise(draft, agreement)
    waited = _waits(commitment)
    changes = fill(commitment, values_of(draft, but=["waits_on"]))
    _wait_on(commitment, draft.waits_on, actor=actor)
    if (waits := _waits(commitment)) != waited:
        changes = with_change(changes, "waits_on", was=waited, now=waits)
    if changes:
        commitment.revision += 1
        commitment.save()
        data = _facts(commitment) | changes
        record(agreement=agreement, kind="commitment_edited", actor=actor, at=at, data=data)
    return commitment


@transaction.atomic
def remove_commitment(*, actor: Person, at: datetime, commitment: Commitment) -> None:
    """Take a promise out of a draft, unless another one waits on it."""
    agreement = lock_draft(commitment.agreement, actor=actor)
    commitment = _fresh(commitment, agreement)
    # The whole row, key included: whoever is about to wait on it waits here, and then finds it gone.
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    if commitment.awaited_by.exists():
        raise AwaitedError(
            say(
                "Another commitment waits on “{deliverable}”. Change that one first.",
                deliverable=commitment.deliverable,
            )
        )
    record(agreement=agreement, kind="commitment_removed", actor=actor, at=at, data=_facts(commitment))
    commitment.delete()


def _fresh(commitment: Commitment, agreement: Agreement) -> Commitment:
    rows = Commitment.objects.select_related("team", "for_team", "owner", "accepted_by")
    fresh = rows.filter(pk=commitment.pk).first()
    if fresh is None:
        raise RemovedMeanwhileError(say("This commitment has just been removed."))
    fresh.agreement = agreement
    return fresh


def check_promise(draft: CommitmentDraft, agreement: Agreement) -> None:
    """Refuse, by field, people who left and parties that do not fit; what is missing the linter asks for."""
    parties = set(agreement.parties.values_list("team", flat=True))
    sentences = left_organisation(owner=draft.owner, accepted_by=draft.accepted_by)
    for name, team in {"team": draft.team, "for_team": draft.for_team}.items():
        if team.pk not in parties:
            sentences[name] = [say("{name} is not a party of this agreement.", name=team.name)]
    if draft.team == draft.for_team:
        sentences["for_team"] = [say("A promise goes to another party.")]
    if draft.owner is not None and draft.owner == draft.accepted_by:
        sentences["accepted_by"] = [say("Somebody other than the owner accepts it.")]
    refuse(sentences)


def _wait_on(commitment: Commitment, waits: Sequence[WaitDraft], *, actor: Person) -> None:
    """Make ``commitment`` wait on exactly ``waits``: on what ``actor`` can see, or what was there before."""
    known = set(commitment.waits_on.values_list("upstream", flat=True))
    check_waits(commitment, waits, actor=actor, known=known)
    commitment.waits_on.exclude(upstream__in=[wait.commitment.pk for wait in waits]).delete()
    rows = [Dependency(downstream=commitment, upstream=wait.commitment, lag_days=wait.lag_days) for wait in waits]
    try:
        with transaction.atomic():
            Dependency.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["downstream", "upstream"], update_fields=["lag_days"]
            )
            connection.check_constraints()  # what was removed meanwhile shows now, not when the transaction ends
    except IntegrityError as error:
        refuse({"waits_on": [NO_CIRCLE if _is_circle(error) else NO_SUCH_COMMITMENT]})


def _is_circle(error: IntegrityError) -> bool:
    cause = error.__cause__
    return isinstance(cause, CheckViolation) and cause.diag.constraint_name == "dependency_has_no_cycle"


def check_waits(commitment: Commitment, waits: Sequence[WaitDraft], *, actor: Person, known: set[int]) -> None:
    """Refuse to wait on what ``actor`` cannot see, unless its key is ``known``, on itself, twice, or too long."""
    keys = [wait.commitment.pk for wait in waits]
    seen = known | set(Commitment.objects.visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    said = []
    if not seen.issuperset(keys):
        said.append(NO_SUCH_COMMITMENT)
    if commitment.pk in keys:
        said.append(say("It cannot wait on itself."))
    if len(set(keys)) < len(keys):
        said.append(say("Name what it waits on once."))
    if any(not 0 <= wait.lag_days <= LONGEST_LAG for wait in waits):
        said.append(say("A lag is between 0 and {most} days.", most=LONGEST_LAG))
    refuse({"waits_on": said} if said else {})


def _waits(commitment: Commitment) -> str:
    """Return what it waits on, for the history: by label at home, by id in other agreements."""
    rows = commitment.waits_on.select_related("upstream__agreement").order_by("upstream")
    return ", ".join(f"{_name(row.upstream, commitment)} + {row.lag_days} days" for row in rows)


def _name(upstream: Commitment, commitment: Commitment) -> str:
    return upstream.label if upstream.agreement_id == commitment.agreement_id else f"commitment {upstream.pk}"


def _facts(commitment: Commitment) -> dict[str, object]:
    return {"number": commitment.number, "deliverable": commitment.deliverable}
