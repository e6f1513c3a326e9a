"""The ways to make a change: brought with all that follows from them, and everybody they concern is asked."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Max

from agreements.domain.amendments import MOST_ALTERNATIVES, Answer, fewest, is_early, notice
from agreements.models import Alternative, AmendedAgreement, Change, Consent, Version
from agreements.operations.amendments.changes import Asking
from agreements.operations.amendments.drafts import AlternativeDraft
from agreements.operations.amendments.holding import Held
from agreements.operations.amendments.people import affected_by
from agreements.reports.contents import hash_of
from teams.domain.calendar import local_date, zone
from teams.domain.errors import RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import check, refuse
from teams.reports.calendar import working_calendar


class TooManyAlternativesError(RefusalError):
    """Six ways to make one change are enough to choose from."""

    code = "too_many_alternatives"


def new_alternative(draft: AlternativeDraft, changes: Sequence[Change], asking: Asking) -> Alternative:
    """Return the unsaved row of what ``draft`` calls ``changes``. Raises InvalidValueError naming what does not fit."""
    if not draft.label.strip():
        refuse({"label": [say("Name it in a few words.")]})
    implications = draft.implications
    alternative = Alternative(
        position=1,
        label=draft.label.strip(),
        trade=draft.trade or "",
        implications=(implications.strip() if isinstance(implications, str) else dict(implications)) or {},
        content_hash=hash_of(changes),
        brought_by=asking.actor,
        brought_at=asking.at,
    )
    check(alternative)
    return alternative


def bring(alternative: Alternative, *, changes: Sequence[Change], held: Held) -> None:
    """Add ``alternative`` to the amendment, ask whom it concerns, and accept it for who brought it."""
    amendment = held.amendment
    last = amendment.alternatives.aggregate(last=Max("position"))["last"] or 0
    if last == MOST_ALTERNATIVES:
        raise TooManyAlternativesError(
            say(
                "There are {most} ways to make this change. Choose among them.",
                most=MOST_ALTERNATIVES,
            )
        )
    alternative.amendment, alternative.position = amendment, last + 1
    alternative.save()
    write_changes(alternative, changes)
    people = affected_by(changes, viewer=alternative.brought_by)
    Consent.objects.bulk_create(consents(alternative, people, at=alternative.brought_at))


def consents(alternative: Alternative, people: Iterable[Person], *, at: datetime) -> list[Consent]:
    """The unsaved questions to ``people``; whoever brought the alternative has accepted it by bringing it."""
    return [_consent(alternative, person, at) for person in people]


def write_changes(alternative: Alternative, changes: Sequence[Change]) -> None:
    """Make ``changes``, in their order, what ``alternative`` says."""
    alternative.changes.all().delete()
    for change in changes:
        change.pk, change.alternative = None, alternative
    Change.objects.bulk_create(changes)


def touch(held: Held) -> None:
    """Note which agreements the amendment touches, and the version of each that it starts from by now."""
    amendment = held.amendment
    touched = set(Change.objects.filter(alternative__amendment=amendment).values_list("agreement", flat=True))
    amendment.touched.exclude(agreement__in=touched).delete()
    versions = Version.objects.filter(agreement__in=touched, in_force_at__isnull=False).order_by("number")
    bases = dict(versions.values_list("agreement", "pk"))  # the last one of each stays
    AmendedAgreement.objects.bulk_create(
        [AmendedAgreement(amendment=amendment, agreement_id=pk, base_id=bases[pk]) for pk in sorted(touched)],
        update_conflicts=True,
        unique_fields=["amendment", "agreement"],
        update_fields=["base"],
    )


def count_notice(held: Held, contents: Iterable[Sequence[Change]]) -> None:
    """Set the amendment's notice to the least of ``contents``, unsaved."""
    amendment, calendar = held.amendment, working_calendar()
    asked_on = local_date(amendment.asked_at, zone=zone(held.home.time_zone))
    days = fewest(notice(asked_on, due=_dated(changes), calendar=calendar) for changes in contents)
    amendment.notice_days = days
    amendment.is_early = is_early(days, notice_days=held.home.notice_days)


def _dated(changes: Iterable[Change]) -> list[date]:
    """Return the present dates of what was asked to change."""
    asked = [change.commitment for change in changes if change.commitment is not None and not change.is_ripple]
    return [commitment.due_on for commitment in asked if commitment.due_on is not None]


def _consent(alternative: Alternative, person: Person, at: datetime) -> Consent:
    consent = Consent(alternative=alternative, person=person, asked_at=at)
    if person.pk == alternative.brought_by_id:
        consent.answer, consent.answered_at, consent.content_hash = Answer.ACCEPT, at, alternative.content_hash
    return consent
