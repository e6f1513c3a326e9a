"""The questions of one mail link: each commitment with what its person said of it so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from agreements.domain.undo import UNDO_FOR
from agreements.models import CheckIn, CheckInRole, Commitment
from agreements.reports.seals import half_answered
from reminders.domain.answers import Say, say_for
from reminders.models import MailToken
from reminders.reports.commitments import line_of
from reminders.reports.replies import notes_by_mail
from reminders.reports.sections import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One commitment to answer for, with the present answer if there is one; ``by_mail`` a note that came before it."""

    commitment: Commitment
    line: Line
    said: Say | None
    said_at: datetime | None
    note: str
    expected_on: date | None
    by_mail: bool

    @property
    def choices(self) -> list[Say]:
        """Only its owner can say that it is done."""
        return [say for say in Say if say is not Say.DONE or self.line.is_owner]

    @property
    def change_path(self) -> str:
        """Where a change of it is asked for, once signed in, carrying the date that was picked here."""
        commitment = self.commitment
        due = f"&due={self.expected_on.isoformat()}" if self.expected_on else ""
        return f"{reverse('amendment_new', args=[commitment.agreement.number])}?commitment={commitment.number}{due}"

    @property
    def wants_change(self) -> bool:
        """Whether the answer that stands says that the date will not hold."""
        is_later = bool(self.said and self.expected_on and self.expected_on > self.line.due_on)
        return self.said is Say.ADJUST or is_later


def questions_of(commitments: Sequence[Commitment], *, link: MailToken, at: datetime) -> tuple[Question, ...]:
    """A question for each of ``commitments``, which are open; a few queries whatever their number."""
    keys = [one.pk for one in commitments]
    half, given, notes = (
        half_answered(commitments=keys, at=at),
        _given(keys, link, at),
        notes_by_mail(link, commitments=keys),
    )
    return tuple(_question(one, link, half, given, notes) for one in commitments)


def _question(
    commitment: Commitment,
    link: MailToken,
    half: Sequence[CheckIn],
    given: Mapping[tuple[int, str], CheckIn],
    notes: Mapping[int, str],
) -> Question:
    line = line_of(commitment, reader=link.person, half=half)
    answer = given.get((commitment.pk, CheckInRole.OWNER if line.is_owner else CheckInRole.RECEIVER))
    written = "" if answer else notes.get(commitment.pk, "")
    return Question(
        commitment=commitment,
        line=line,
        said=say_for(answer.standing) if answer else None,
        said_at=answer.at if answer else None,
        note=answer.note if answer else written,
        expected_on=answer.expected_on if answer else None,
        by_mail=bool(written),
    )


def _given(commitments: Sequence[int], link: MailToken, at: datetime) -> dict[tuple[int, str], CheckIn]:
    """The answers of the link's round, which new ones replace, by commitment and role; without a round, the last."""
    rows = CheckIn.objects.filter(commitment__in=commitments)
    if link.round_on is None:
        rows = rows.filter(person=link.person, at__gte=at - UNDO_FOR).order_by("at", "pk")
    else:
        rows = rows.filter(round_on=link.round_on)
    return {(row.commitment_id, row.role): row for row in rows}
