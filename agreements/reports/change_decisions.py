"""What changes of agreements in force ask of one person: to answer, or to decide what nobody answered in time."""

from django.db.models import QuerySet

from agreements.domain.amendments import AmendmentState
from agreements.models import Agreement, Amendment
from agreements.reports.decisions import to_ask_again, to_consent
from agreements.reports.terms_decisions import Decision
from teams.domain.language import say
from teams.models import Person


def about_changes(viewer: Person) -> list[Decision]:
    """The rows of ``viewer``, in no order. A fixed number of queries."""
    answer = _read(to_consent(viewer))
    decide = _read(to_ask_again(viewer))
    agreements = {row.agreement_id for row in (*answer, *decide)}
    seen = set(Agreement.objects.visible_to(viewer).filter(pk__in=agreements).values_list("pk", flat=True))
    return [
        *(_row(row, words="Change", act="Review", is_seen=row.agreement_id in seen) for row in answer),
        *(
            _row(row, words=say("Not answered in time"), act="Decide", is_seen=row.agreement_id in seen)
            for row in decide
        ),
    ]


def _read(amendments: QuerySet[Amendment]) -> list[Amendment]:
    return list(amendments.select_related("agreement", "asked_by").prefetch_related("alternatives"))


def _row(amendment: Amendment, *, words: str, act: str, is_seen: bool) -> Decision:
    agreement = amendment.agreement
    label = min(amendment.alternatives.all(), key=lambda alternative: alternative.position).label
    slug = agreement.slug if is_seen else str(agreement.number)
    return Decision(
        mark="expired" if amendment.state == AmendmentState.EXPIRED else "asked",
        words=words,
        title=label if is_seen else say("A change in another agreement"),
        parties=(f"{agreement.title if is_seen else 'Another agreement'}, asked by {amendment.asked_by.name}",),
        since=amendment.closed_at or amendment.asked_at,
        act=act,
        address=f"/agreements/{slug}/amendments/{amendment.number}/",
    )
