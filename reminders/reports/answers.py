"""The page behind a mail link: what its person may answer there, and what they said already."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Commitment, Sync
from reminders.models import MailToken
from reminders.models.tokens import Purpose
from reminders.reports.absences import absent_of
from reminders.reports.commitments import with_people
from reminders.reports.presses import Press, latest_press
from reminders.reports.questions import Question, questions_of
from reminders.reports.readings import Reported, reported_by
from reminders.reports.replies import unplaced
from teams.models import Person
from teams.operations.tokens import digest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """``declared`` is what its person said is done and nobody has answered yet; ``written`` what came by mail and
    names none of the questions. ``has_sync``: one is coming, which hears the answers.
    """

    person: Person
    agreement: Agreement
    closes_at: datetime
    questions: tuple[Question, ...]
    declared: tuple[Commitment, ...]
    readings: tuple[Reported, ...]
    written: tuple[str, ...]
    press: Press | None
    has_sync: bool

    @property
    def title(self) -> str:
        return self.agreement.title


def find_link(*, plain: str) -> MailToken | None:
    """The link that ``plain`` is, alive or not; None when there never was one."""
    links = MailToken.objects.select_related("person", "agreement", "commitment")
    return links.filter(digest=digest_of(plain), purpose=Purpose.ANSWER).first()


def answer_page(*, link: MailToken, at: datetime, real_at: datetime) -> AnswerPage | None:
    """What can be answered through ``link`` now; None when its time is over or nothing is left to answer."""
    if not (link.person.is_active and real_at < link.expires_at and at < link.closes_at):
        return None
    found = asked_about(link, at=at)
    questions = questions_of([one for one in found if one.state == CommitmentState.OPEN], link=link, at=at)
    declared = tuple(one for one in found if one.state == CommitmentState.DELIVERED)
    if not questions and not declared:
        return None
    return AnswerPage(
        person=link.person,
        agreement=link.agreement,
        closes_at=link.closes_at,
        questions=questions,
        declared=declared,
        readings=reported_by(link.person, agreement=link.agreement, at=at) if questions else (),
        written=unplaced(link, commitments=[one.commitment.pk for one in questions]),
        press=latest_press(found, person=link.person, at=at),
        has_sync=_has_sync(link, at),
    )


def asked_about(link: MailToken, *, at: datetime) -> Collection[Commitment]:
    """What its person owns or receives and can answer, and what they declared done, in the order of dates.

    Also what belongs to people who are away at ``at`` and for whom the person stands in.
    """
    people = [link.person_id, *absent_of([link.person], at=at)]
    is_open = Q(state=CommitmentState.OPEN) & (Q(owner__in=people) | Q(accepted_by__in=people))
    is_declared = Q(state=CommitmentState.DELIVERED, owner__in=people)
    rows = Commitment.objects.filter(is_open | is_declared, agreement=link.agreement)
    rows = rows.filter(agreement__state=AgreementState.ACTIVE)
    if link.commitment_id:
        rows = rows.filter(pk=link.commitment_id)
    return list(with_people(rows).order_by("due_on", "number"))


def _has_sync(link: MailToken, at: datetime) -> bool:
    return Sync.objects.filter(agreement=link.agreement, starts_at__gt=at, cancelled_at=None).exists()


def way_on(link: MailToken | None) -> str:
    """Where a link whose time is over leads once its person has signed in; numbers only, no words."""
    if link is None:
        return reverse("home")
    if link.commitment:
        return reverse("commitment", args=[link.agreement.number, link.commitment.number])
    return reverse("agreement", args=[link.agreement.number])
