"""How tests say terms back: one sentence that agrees with the feature's date, and one that does not."""

from datetime import datetime

from agreements.models import Agreement, Difference, Readback
from agreements.operations.drafts import ReadbackDraft
from agreements.operations.readbacks import write_readback
from teams.models import Person

AS_RECORDED = "We deliver the feature by 2027-03-15."
A_WEEK_LATER = "We deliver the feature by 2027-03-22."


def say_back(agreement: Agreement, person: Person, at: datetime, text: str = AS_RECORDED) -> Readback:
    """What ``person`` heard; `A_WEEK_LATER`, said by Dana, differs in one date."""
    return write_readback(actor=person, at=at, agreement=agreement, draft=ReadbackDraft(text=text))


def difference_of(readback: Readback) -> Difference:
    """The date that `A_WEEK_LATER` says otherwise."""
    return Difference.objects.get(readback=readback, field="due_on", verdict="differs", marked_by=None)
