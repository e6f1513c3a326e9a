"""What the answers to a change amount to, worked out after each of them."""

from collections import defaultdict
from datetime import datetime

from agreements.domain.amendments import PATHS, AmendmentMove, AmendmentState, Answer, verdict
from agreements.models import Amendment, Consent
from agreements.operations.amendments.agreeing import agree
from agreements.operations.amendments.alternatives import count_notice
from agreements.operations.amendments.holding import Held
from agreements.operations.amendments.telling import facts_of
from agreements.operations.events import record
from agreements.reports.standing import changes_in
from teams.models import Person


def settle(held: Held, *, actor: Person, at: datetime) -> Amendment:
    """Agree when everybody has accepted one alternative, close when none is left, else count the notice again."""
    amendment = held.amendment
    state, chosen = verdict(_answers(amendment))
    if chosen is not None:
        agree(held, amendment.alternatives.get(pk=chosen), actor=actor, at=at)
    elif state is AmendmentState.DECLINED:
        close(held, AmendmentMove.DECLINE, actor=actor, at=at)
    else:
        count_notice(held, [changes_in(alternative) for alternative in amendment.alternatives.open()])
        amendment.save()
    return amendment


def close(held: Held, move: AmendmentMove, *, actor: Person | None, at: datetime) -> None:
    """Let the amendment end without a change of anything, and record it under the name of its new state."""
    amendment = held.amendment
    amendment.state = PATHS.after(AmendmentState(amendment.state), move)
    amendment.closed_at = at
    amendment.save()
    kind = f"amendment_{amendment.state}"
    record(agreement=held.home, kind=kind, actor=actor, at=at, data=facts_of(held))


def _answers(amendment: Amendment) -> dict[int, list[Answer | None]]:
    """The answers to each alternative, in the order in which these were brought."""
    given = Consent.objects.filter(alternative__amendment=amendment).order_by("alternative__position", "pk")
    answers: dict[int, list[Answer | None]] = defaultdict(list)
    for alternative, answer in given.values_list("alternative", "answer"):
        answers[alternative].append(Answer(answer) if answer else None)
    return answers
