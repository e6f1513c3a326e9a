"""Somebody asks to change what is in force: one to three ways, each with all that follows from it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from agreements.domain.amendments import FIRST_ALTERNATIVES
from agreements.models import Agreement, Alternative, Amendment, Change
from agreements.operations.amendments.alternatives import bring, count_notice, new_alternative, touch
from agreements.operations.amendments.changes import Asking, asked_changes, under
from agreements.operations.amendments.drafts import AlternativeDraft, AmendmentDraft
from agreements.operations.amendments.holding import Held, reach_of_drafts, require_held
from agreements.operations.amendments.settling import settle
from agreements.operations.amendments.telling import facts_of
from agreements.operations.events import record
from agreements.operations.locks import lock_agreements, require_active
from agreements.permissions import may_ask_for_change
from agreements.reports.contents import agreements_of, whole
from teams.domain import days
from teams.domain.errors import ForbiddenError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import LAST_DAY, refuse

LONGEST_TOPIC = 80

type Built = tuple[Alternative, Sequence[Change]]


@transaction.atomic
def ask_for_change(*, actor: Person, at: datetime, agreement: Agreement, draft: AmendmentDraft) -> Amendment:
    """Ask everybody affected to change ``agreement``, and whatever else moves with it, as ``draft`` says.

    Asking accepts every alternative for the actor's own part; where nobody else is affected, the first one comes into
    force at once. Raises InvalidValueError naming fields such as ``alternatives.0.changes.1.due_on``.
    """
    reach = set[int]().union(*(reach_of_drafts(alternative.changes) for alternative in draft.alternatives))
    agreements = lock_agreements({agreement.pk, *reach})
    agreement = agreements[agreement.pk]
    if not may_ask_for_change(actor, agreement):
        raise ForbiddenError(
            say("Only members of a party, and those who own or accept something here, ask for a change.")
        )
    require_active(agreement)
    asking = Asking(actor, agreement, at)
    check_draft(draft, today=asking.today)
    built = [_built(place, alternative, asking) for place, alternative in enumerate(draft.alternatives)]
    held = Held(_new_amendment(draft, asking), agreements)
    count_notice(held, [changes for _, changes in built])
    held.amendment.save()
    for alternative, content in built:
        require_held(agreements_of(content), agreements)
        bring(alternative, changes=content, held=held)
    touch(held)
    record(agreement=held.home, kind="amendment_asked", actor=actor, at=at, data=_facts(held, built))
    return settle(held, actor=actor, at=at)


def build(draft: AlternativeDraft, asking: Asking) -> Built:
    """The unsaved alternative that ``draft`` describes and all that it changes, as things are now."""
    changes = whole(asked_changes(draft.changes, asking))
    return new_alternative(draft, changes, asking), changes


def _built(place: int, draft: AlternativeDraft, asking: Asking) -> Built:
    with under(f"alternatives.{place}"):
        return build(draft, asking)


def check_answer_by(answer_by: date, *, today: date) -> None:
    if not today <= answer_by <= LAST_DAY:
        refuse({"answer_by": [say("Choose a date from {day} on.", day=days.long(today))]})


def check_draft(draft: AmendmentDraft, *, today: date) -> None:
    if not draft.reason.strip():
        refuse({"reason": [say("Say why, so that the others can judge it.")]})
    if len(draft.topic.strip()) > LONGEST_TOPIC:
        refuse({"topic": [say("Say it in {most} letters at most.", most=LONGEST_TOPIC)]})
    if not 1 <= len(draft.alternatives) <= FIRST_ALTERNATIVES:
        refuse({"alternatives": [say("Bring one to {most} alternatives.", most=FIRST_ALTERNATIVES)]})
    if draft.answer_by is not None:
        check_answer_by(draft.answer_by, today=today)


def _new_amendment(draft: AmendmentDraft, asking: Asking) -> Amendment:
    agreement = asking.agreement
    last = agreement.amendments.aggregate(last=Max("number"))["last"] or 0
    return Amendment(
        agreement=agreement,
        number=last + 1,
        reason=draft.reason.strip(),
        topic=draft.topic.strip(),
        asked_by=asking.actor,
        asked_at=asking.at,
        answer_by=draft.answer_by or asking.today + timedelta(days=agreement.answer_within_days),
    )


def _facts(held: Held, built: Sequence[Built]) -> dict[str, object]:
    amendment = held.amendment
    return facts_of(held) | {
        "reason": amendment.reason,
        "answer_by": amendment.answer_by.isoformat(),
        "alternatives": [alternative.label for alternative, _ in built],
        "notice_days": amendment.notice_days,
        "is_early": amendment.is_early,
    }
