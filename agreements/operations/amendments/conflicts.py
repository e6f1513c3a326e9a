"""Where others changed the same meanwhile, whoever asked chooses for each change: keep theirs, or keep ours."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from agreements.domain.amendments import PATHS, AmendmentMove, AmendmentState
from agreements.models import Amendment, Change
from agreements.operations.amendments.alternatives import touch
from agreements.operations.amendments.holding import hold
from agreements.operations.amendments.rebasing import NothingLeftError, Renewal, reach_of_stored, renew
from agreements.operations.amendments.settling import settle
from agreements.permissions import may_decide_on_change
from agreements.reports.standing import Looked, changes_in, look_at
from teams.domain.errors import ForbiddenError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import refuse

type Keep = Mapping[int, str]  # "theirs" or "ours", by the id of the change


@transaction.atomic
def resolve_conflicts(*, actor: Person, at: datetime, amendment: Amendment, keep: Keep) -> Amendment:
    """Choose for each change that clashes, over all open alternatives, and ask everybody again about what differs.

    Whoever brought an alternative in which somebody else chooses answers it anew: they have not read what it becomes.
    An alternative of which nothing is left is given up. Raises InvalidValueError when a choice is missing or cannot be
    (what was delivered meanwhile stays), NothingLeftError when no alternative is left.
    """
    held = hold(amendment, reach=reach_of_stored(list(amendment.alternatives.open())))
    if not may_decide_on_change(actor, held.amendment):
        raise ForbiddenError(say("Only the person who asked for the change chooses."))
    PATHS.after(AmendmentState(held.amendment.state), AmendmentMove.AGREE)  # refuses what is closed
    for alternative in held.amendment.alternatives.open().order_by("position"):
        looks = look_at(changes_in(alternative))
        stands_by = actor.pk if any(looked.clashes for looked in looks) else alternative.brought_by_id
        if asked := _chosen(looks, keep):
            renew(held, Renewal(alternative, keep={stands_by}, actor=actor, at=at), asked=asked)
        else:
            alternative.delete()
    if not held.amendment.alternatives.open().exists():
        raise NothingLeftError(say("Nothing of it is left to change. Withdraw it."))
    touch(held)
    return settle(held, actor=actor, at=at)


def _chosen(looks: Sequence[Looked], keep: Keep) -> list[Change]:
    """What is still asked for, from what is in force by now."""
    clashing = [looked for looked in looks if looked.clashes]
    sentences = {f"keep.{looked.change.pk}": [said] for looked in clashing if (said := _problem(looked, keep))}
    refuse(sentences)
    asked = [looked.brought_up(keep_ours=keep.get(looked.change.pk or 0) == "ours") for looked in looks]
    return [change for change in asked if change is not None]


def _problem(looked: Looked, keep: Keep) -> str:
    choice = keep.get(looked.change.pk or 0)
    if choice not in {"theirs", "ours"}:
        return say("Choose theirs or ours.")
    if choice == "ours" and not all(clash.can_keep_ours for clash in looked.clashes):
        return say("This can no longer be changed: keep theirs.")
    return ""
