"""The next version of an agreement in force: its terms as its rows hold them by now, frozen under their hash."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from agreements.domain.terms import canonical, terms_hash
from agreements.models import Agreement, Amendment, Handover, Metric, Version
from agreements.reports.terms import terms_of
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Origin:
    """Who asked for what makes a version, when, and until when answers were waited for; what it comes from."""

    proposed_by: Person
    proposed_at: datetime
    answer_by: date
    amendment: Amendment | None = None
    handover: Handover | None = None
    metric: Metric | None = None


def next_version(*, agreement: Agreement, origin: Origin, at: datetime) -> Version:
    """Bring what the rows of ``agreement``, which the caller holds, say by now into force at ``at``."""
    terms = terms_of(agreement)
    last = agreement.versions.standing().aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        agreement=agreement,
        number=last + 1,
        terms=json.loads(canonical(terms)),
        terms_hash=terms_hash(terms),
        proposed_by=origin.proposed_by,
        proposed_at=origin.proposed_at,
        answer_by=origin.answer_by,
        amendment=origin.amendment,
        handover=origin.handover,
        metric=origin.metric,
        in_force_at=at,
    )
