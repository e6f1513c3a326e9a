"""What was declared done and waits for one person to confirm it, as rows of the home page."""

from agreements.models import Commitment
from agreements.reports.decisions import to_confirm
from agreements.reports.terms_decisions import Decision
from teams.models import Person


def about_deliveries(viewer: Person) -> list[Decision]:
    """The rows of ``viewer``, in no order. One query."""
    return [
        Decision(
            mark="delivered",
            words="Declared done",
            title=commitment.deliverable,
            parties=_confirmed_for(commitment, viewer),
            since=commitment.declared_at or commitment.agreement.updated_at,
            act="Confirm",
            address=f"/agreements/{commitment.agreement.slug}/commitments/{commitment.number}/",
        )
        for commitment in to_confirm(viewer).select_related("agreement", "team", "accepted_by")
    ]


def _confirmed_for(commitment: Commitment, viewer: Person) -> tuple[str, ...]:
    """Who declared it done, and for a delegate in whose place they answer."""
    person = commitment.accepted_by
    stood_in_for = (f"in place of {person.name}",) if person is not None and person != viewer else ()
    return (commitment.team.name, *stood_in_for)
