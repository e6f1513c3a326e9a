"""The one useful thing to do about a row of the drifting list."""

from dataclasses import dataclass

from agreements.models import DriftFlag
from agreements.reports.flags import ON_RECEIVER
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Act:
    """``kind``: ask, change, metric or open. ``is_post``: a button that posts to ``address``, else a link there."""

    kind: str
    words: str
    address: str
    is_post: bool = False


def act_on(flag: DriftFlag, *, page: str, viewer: Person) -> Act:
    """The change that is under way, else asking the owner, else the page. ``flag`` as drifting.py annotates it."""
    if flag.metric_id:
        return Act("metric", "See metric", page)
    if flag.change:  # type: ignore[attr-defined] # annotated
        return Act("change", "See change", f"/agreements/{flag.agreement.slug}/amendments/{flag.change}/")  # type: ignore[attr-defined] # annotated
    owner = flag.commitment.owner if flag.commitment else None
    may_ask = flag.is_ours and not flag.is_asked and flag.rule not in ON_RECEIVER  # type: ignore[attr-defined] # annotated
    if owner is not None and owner.pk != viewer.pk and may_ask:
        return Act("ask", f"Ask {owner.get_short_name()}", f"{page}ask/", is_post=True)
    return Act("open", "Open", page)
