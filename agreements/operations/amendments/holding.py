"""The first step of every act on a change: hold the agreements it touches, in the order of their keys, then itself."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.models import Agreement, Amendment, Commitment
from agreements.operations.amendments.drafts import ChangeDraft
from agreements.operations.locks import lock_agreements
from agreements.reports.contents import reach_of
from teams.domain.errors import RefusalError
from teams.domain.language import say
from teams.operations.values import FIRST_DAY, LAST_DAY


class ChangedMeanwhileError(RefusalError):
    """Somebody changed something about it in the same moment; the same act may be done in the next one."""

    code = "changed_meanwhile"


@dataclass(frozen=True, slots=True)
class Held:
    """An amendment with all agreements it touches, fresh, and nobody else's until the end of the transaction."""

    amendment: Amendment
    agreements: Mapping[int, Agreement]

    @property
    def home(self) -> Agreement:
        """Return the agreement that it is asked in, whose history tells about it."""
        return self.agreements[self.amendment.agreement_id]


def hold(amendment: Amendment, *, reach: Iterable[int] = ()) -> Held:
    """Hold ``amendment``, what it touches, and the agreements of the keys ``reach`` that it is about to touch."""
    known = {amendment.agreement_id, *_touched(amendment), *reach}
    agreements = lock_agreements(known)
    fresh = (
        Amendment.objects.select_for_update(of=("self",), no_key=True).select_related("asked_by").get(pk=amendment.pk)
    )
    fresh.agreement = agreements[fresh.agreement_id]
    fresh.revision += 1  # whoever holds it writes it
    require_held(_touched(fresh), agreements)
    return Held(fresh, agreements)


def require_held(agreements: Iterable[int], held: Collection[int]) -> None:
    """Refuse to go on when what is to be written was not held before it was read."""
    if not set(agreements) <= set(held):
        raise ChangedMeanwhileError(say("Somebody is changing something about this right now. Try again."))


def reach_of_drafts(drafts: Iterable[ChangeDraft]) -> set[int]:
    """Return the agreements that one alternative of ``drafts`` would touch beside its own: what is to be held."""
    about = {draft.commitment.pk: draft for draft in drafts if draft.commitment is not None}
    due = dict(Commitment.objects.filter(pk__in=about).values_list("pk", "due_on"))
    return reach_of({pk: _wanted(about[pk], due_on) for pk, due_on in due.items()})


def _wanted(draft: ChangeDraft, due_on: date | None) -> date | None:
    """The new date, unless it is one that will be refused by name once everything is held."""
    day = draft.now.get("due_on")
    return day if isinstance(day, date) and FIRST_DAY <= day <= LAST_DAY else due_on


def _touched(amendment: Amendment) -> list[int]:
    return list(amendment.touched.values_list("agreement", flat=True))
