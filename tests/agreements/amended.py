"""A next version as an agreed change leaves it behind: for tests of those who read versions."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from agreements.domain.amendments import AmendmentState, Answer
from agreements.domain.terms import canonical, terms_hash
from agreements.models import Agreement, Alternative, Amendment, Consent, Version
from agreements.reports.terms import terms_of
from teams.models import Person


def amended(
    agreement: Agreement, *, at: datetime, asked_by: Person, by: Iterable[Person], asked_in: Agreement | None = None
) -> Version:
    """Freeze the rows of ``agreement`` as they stand as its next version; ``by`` consented to the change at ``at``."""
    amendment = _agreed(asked_in or agreement, at=at, asked_by=asked_by, by=by)
    terms = terms_of(agreement)
    return Version.objects.create(
        agreement=agreement,
        number=agreement.versions.standing().count() + 1,
        terms=json.loads(canonical(terms)),
        terms_hash=terms_hash(terms),
        proposed_by=asked_by,
        proposed_at=amendment.asked_at,
        answer_by=amendment.answer_by,
        amendment=amendment,
        in_force_at=at,
    )


def _agreed(agreement: Agreement, *, at: datetime, asked_by: Person, by: Iterable[Person]) -> Amendment:
    asked_at = at - timedelta(days=2)
    amendment = Amendment.objects.create(
        agreement=agreement,
        number=agreement.amendments.count() + 1,
        reason="Rounding breaks the invoice.",
        asked_by=asked_by,
        asked_at=asked_at,
        answer_by=at.date(),
        is_early=True,
    )
    alternative = Alternative.objects.create(
        amendment=amendment, position=1, label="A week later", brought_by=asked_by, brought_at=asked_at
    )
    other = Alternative.objects.create(
        amendment=amendment, position=2, label="Less of it", brought_by=asked_by, brought_at=asked_at
    )
    for person in by:
        for offered, answer in ((alternative, Answer.ACCEPT), (other, None)):
            Consent.objects.create(
                alternative=offered,
                person=person,
                answer=answer,
                asked_at=asked_at,
                answered_at=at if answer else None,
            )
    amendment.state, amendment.agreed, amendment.closed_at = AmendmentState.AGREED, alternative, at
    amendment.save()
    return amendment
