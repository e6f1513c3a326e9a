"""What asking for a change would bring about, worked out and checked in the same way, with nothing written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.domain.amendments import is_early, notice
from agreements.models import Agreement, Alternative, Change
from agreements.operations.amendments.asking import build, check_draft
from agreements.operations.amendments.changes import Asking, under
from agreements.operations.amendments.drafts import AmendmentDraft
from agreements.operations.amendments.people import affected_by
from agreements.operations.locks import require_active
from agreements.permissions import may_ask_for_change
from teams.domain.errors import ForbiddenError
from teams.domain.language import say
from teams.models import Person
from teams.reports.calendar import working_calendar


@dataclass(frozen=True, slots=True)
class Preview:
    """One alternative with all its changes, unsaved; ``affected`` would be asked to answer it."""

    alternative: Alternative
    changes: tuple[Change, ...]
    affected: tuple[Person, ...]
    notice_days: int | None
    is_early: bool


def previews(*, agreement: Agreement, draft: AmendmentDraft, actor: Person, at: datetime) -> tuple[Preview, ...]:
    """Return what ``ask_for_change`` would make of ``draft``, and refuse what it would refuse."""
    if not may_ask_for_change(actor, agreement):
        raise ForbiddenError(
            say("Only members of a party, and those who own or accept something here, ask for a change.")
        )
    require_active(agreement)
    asking = Asking(actor, agreement, at)
    check_draft(draft, today=asking.today)
    found = []
    for place, alternative in enumerate(draft.alternatives):
        with under(f"alternatives.{place}"):
            found.append(_preview(*build(alternative, asking), asking))
    return tuple(found)


def _preview(alternative: Alternative, changes: Sequence[Change], asking: Asking) -> Preview:
    days = _notice(changes, asking)
    return Preview(
        alternative=alternative,
        changes=tuple(changes),
        affected=tuple(affected_by(changes, viewer=asking.actor)),
        notice_days=days,
        is_early=is_early(days, notice_days=asking.agreement.notice_days),
    )


def _notice(changes: Iterable[Change], asking: Asking) -> int | None:
    asked = [change.commitment for change in changes if change.commitment is not None and not change.is_ripple]
    due = [commitment.due_on for commitment in asked if commitment.due_on is not None]
    return notice(asking.today, due=due, calendar=working_calendar())
