"""The page behind a mail link: what its person may answer there, and what they said already."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from agreements.domain.agreements import AgreementState
from agreements.models import CheckIn, CheckInRole, Commitment
from reminders.domain.answers import Say, say_for
from reminders.models import MailToken
from reminders.reports.commitments import line_of, with_people
from reminders.reports.sections import Line
from teams.models import Person
from teams.operations.tokens import digest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One commitment to answer for, with the present answer if there is one."""

    commitment: Commitment
    line: Line
    said: Say | None
    said_at: datetime | None
    note: str
    expected_on: date | None

    @property
    def choices(self) -> list[Say]:
        """Only its owner can say that it is done."""
        return [say for say in Say if say is not Say.DONE or self.line.is_owner]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    person: Person
    title: str
    closes_at: datetime
    questions: tuple[Question, ...]


def find_link(*, plain: str) -> MailToken | None:
    """The link that ``plain`` is, alive or not; None when there never was one."""
    links = MailToken.objects.select_related("person", "agreement", "commitment")
    return links.filter(digest=digest_of(plain)).first()


def answer_page(*, link: MailToken, at: datetime, real_at: datetime) -> AnswerPage | None:
    """What can be answered through ``link`` now; None when its time is over or nothing is left to answer."""
    is_alive = link.person.is_active and real_at < link.expires_at and at < link.closes_at
    questions = tuple(_question(one, link) for one in _open(link)) if is_alive else ()
    if not questions:
        return None
    return AnswerPage(person=link.person, title=link.agreement.title, closes_at=link.closes_at, questions=questions)


def _open(link: MailToken) -> list[Commitment]:
    mine = Q(owner=link.person) | Q(accepted_by=link.person)
    rows = Commitment.objects.open().filter(mine, agreement=link.agreement, agreement__state=AgreementState.ACTIVE)
    if link.commitment_id:
        rows = rows.filter(pk=link.commitment_id)
    return list(with_people(rows).order_by("due_on", "number"))


def _question(commitment: Commitment, link: MailToken) -> Question:
    line = line_of(commitment, reader=link.person)
    given = _given(commitment, link, CheckInRole.OWNER if line.is_owner else CheckInRole.RECEIVER)
    return Question(
        commitment=commitment,
        line=line,
        said=say_for(given.standing) if given else None,
        said_at=given.at if given else None,
        note=given.note if given else "",
        expected_on=given.expected_on if given else None,
    )


def _given(commitment: Commitment, link: MailToken, role: CheckInRole) -> CheckIn | None:
    """The answer of the link's round, which a new one replaces."""
    if link.round_on is None:
        return None
    return CheckIn.objects.filter(commitment=commitment, role=role, round_on=link.round_on).first()


def way_on(link: MailToken | None) -> str:
    """Where a link whose time is over leads once its person has signed in; numbers only, no words."""
    if link is None:
        return reverse("home")
    if link.commitment:
        return reverse("commitment", args=[link.agreement.number, link.commitment.number])
    return reverse("agreement", args=[link.agreement.number])
