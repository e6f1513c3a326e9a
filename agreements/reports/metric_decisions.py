"""What proposed metrics ask of one person, as rows of the home page."""

from datetime import datetime

from agreements.reports.assents import to_assent
from agreements.reports.terms_decisions import Decision
from teams.domain.language import say
from teams.models import Person


def about_metrics(viewer: Person, *, at: datetime) -> list[Decision]:
    """The rows of ``viewer``, in no order. A fixed number of queries."""
    return [
        Decision(
            mark="asked",
            words="Metric",
            title=metric.name,
            parties=(say("proposed for {title}", title=metric.agreement.title),),
            since=metric.proposed_at or metric.agreement.updated_at,
            act=say("Does it matter to us?"),
            address=f"/agreements/{metric.agreement.slug}/metrics/{metric.pk}/",
        )
        for metric in to_assent(viewer, at=at).select_related("agreement")
    ]
