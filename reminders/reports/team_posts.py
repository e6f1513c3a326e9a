"""What a team's conversation is told of one thing: from what holds now, in words that all of the team may read.

It speaks to nobody in particular: times stand where the sync is at home, and nothing is asked of anybody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import pgettext

from agreements.domain.agreements import AgreementState
from agreements.domain.concerns import About
from agreements.domain.drift.strengths import Strength
from agreements.models import Decision, DriftFlag, Party
from agreements.reports.flags import sentence_of
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.posts import Button, Part
from reminders.models import Reminder
from reminders.reports.deliveries import days_early
from reminders.reports.sections import Gone
from teams.domain.calendar import local_date, zone
from teams.domain.language import say, spoken
from teams.speech import language_of

RELATED = (
    "agreement",
    "commitment__agreement",
    "commitment__team",
    "commitment__for_team",
    "concern",
    "flag__agreement",
    "flag__commitment__agreement",
    "flag__commitment__team",
    "flag__commitment__for_team",
    "flag__metric",
    "recipient",
    "sync__cadence",
    "version",
)


@dataclass(frozen=True, slots=True)
class _Words:
    headline: str
    text: str = ""


def team_part(reminder: Reminder, *, team: int, at: datetime) -> Part | Gone:
    """The one part of a post to ``team``; ``reminder`` is any that was made about the thing."""
    agreement = reminder.agreement
    if agreement is None or not Party.objects.filter(agreement=agreement, team=team).exists():
        return Gone("the team is no party of it any more")
    said = SAY[Kind(reminder.kind)](reminder, at)
    if isinstance(said, Gone):
        return said
    page = Button(pgettext("verb", "Open"), settings.BASE_URL + _path(reminder))
    text = "\n".join(filter(None, (said.text, f"{agreement.label} {agreement.title}")))
    return Part(headline=said.headline, text=text, buttons=(page,))


def _flag(reminder: Reminder, at: datetime) -> _Words | Gone:
    flag = reminder.flag
    if flag is None or flag.closed_at is not None:
        return Gone("the cause is gone")
    if flag.shown_at > at or flag.is_snoozed(at=at):
        return Gone("it is muted for now")
    commitment = flag.commitment
    route = f"{commitment.team} → {commitment.for_team}" if commitment else ""
    headline = wording.flag_shown(_subject(flag), route=route, is_strong=flag.strength == Strength.STRONG)
    return _Words(headline, f"{sentence_of(flag, at=at)}\n{flag.next_step}")


def _subject(flag: DriftFlag) -> str:
    return str(flag.commitment or flag.metric or flag.agreement.title)


def _sync_ahead(reminder: Reminder, at: datetime) -> _Words | Gone:
    sync = reminder.sync
    if sync is None or sync.cancelled_at or sync.held_at or sync.starts_at <= at:
        return Gone("the sync was held, moved or called off")
    when = _when(reminder, sync.starts_at, at)
    title = _title(reminder)
    return _Words(say("{when}: sync on {title}, {minutes} minutes", when=when, title=title, minutes=sync.minutes))


def _sync_moved(reminder: Reminder, at: datetime) -> _Words | Gone:
    sync = reminder.sync
    if sync is None or sync.cancelled_at or sync.held_at or sync.moved_from is None:
        return Gone("the sync was held, called off or moved back")
    was, now = _when(reminder, sync.moved_from, at), _when(reminder, sync.starts_at, at)
    return _Words(wording.sync_moved(_title(reminder), was=was, now=now), sync.move_reason)


def _sync_cancelled(reminder: Reminder, at: datetime) -> _Words | Gone:
    sync = reminder.sync
    if sync is None or sync.cancelled_at is None:
        return Gone("the sync takes place")
    return _Words(
        wording.sync_cancelled(_title(reminder), when=_when(reminder, sync.starts_at, at)), sync.cancel_reason
    )


def _in_force(reminder: Reminder, at: datetime) -> _Words | Gone:
    agreement = reminder.agreement
    if agreement is None or agreement.state != AgreementState.ACTIVE:
        return Gone("the agreement is not in force")
    return _as_told(reminder, at)


def _as_told(reminder: Reminder, at: datetime) -> _Words:
    """What happened stays so, and its headline speaks to nobody in particular; of another language, it is said anew."""
    if language_of(reminder.recipient) == spoken():
        return _Words(reminder.headline)
    return _Words(_anew(reminder, at) or reminder.headline)


def _anew(reminder: Reminder, at: datetime) -> str:
    """Empty where what it is about is gone."""
    title, sync, commitment = _title(reminder), reminder.sync, reminder.commitment
    if reminder.concern:
        return wording.concern_raised(title, text=reminder.concern.text)
    if sync:
        home = zone(sync.cadence.time_zone)
        on, today = local_date(sync.starts_at, zone=home), local_date(at, zone=home)
        return wording.sync_notes(title, on=on, today=today, settled=Decision.objects.filter(sync=sync).count())
    if commitment:
        early = days_early(commitment)
        return wording.kept(commitment.deliverable, outcome=commitment.outcome or "", days_early=early)
    return wording.in_force(title, version=reminder.version.number) if reminder.version else ""


def _concern(reminder: Reminder, at: datetime) -> _Words | Gone:
    """One about how people work together stays among those it names."""
    concern = reminder.concern
    if concern is None or concern.about != About.WORK or concern.resolved_at is not None:
        return Gone("it is answered, or not for everybody")
    return _as_told(reminder, at)


SAY: Mapping[Kind, Callable[[Reminder, datetime], _Words | Gone]] = {
    Kind.FLAG_SHOWN: _flag,
    Kind.FLAG_STILL_OPEN: _flag,
    Kind.SYNC_TOMORROW: _sync_ahead,
    Kind.SYNC_MOVED: _sync_moved,
    Kind.SYNC_CANCELLED: _sync_cancelled,
    Kind.SYNC_NOTES: _as_told,
    Kind.IN_FORCE: _in_force,
    Kind.KEPT: _as_told,
    Kind.CONCERN_RAISED: _concern,
}


def _when(reminder: Reminder, instant: datetime, at: datetime) -> str:
    """ "Wed 17 Mar, 10:00 Berlin": the time where the sync is at home."""
    assert reminder.sync is not None  # asked before
    home = zone(reminder.sync.cadence.time_zone)
    day = wording.say_day(local_date(instant, zone=home), today=local_date(at, zone=home))
    return f"{day}, {instant.astimezone(home):%H:%M} {wording.say_zone(home)}"


def _title(reminder: Reminder) -> str:
    return reminder.agreement.title if reminder.agreement else ""


def _path(reminder: Reminder) -> str:
    """Its page, after sign-in."""
    assert reminder.agreement is not None  # asked before
    slug = reminder.agreement.slug
    if reminder.flag:
        return reverse("flag", args=[reminder.flag.pk])
    parts = {
        "sync": reminder.sync and reminder.sync.number,
        "commitment": reminder.commitment and reminder.commitment.number,
        "concern": reminder.concern and reminder.concern.number,
    }
    for page, number in parts.items():
        if number:
            return reverse(page, args=[slug, number])
    return reverse("agreement", args=[slug])
