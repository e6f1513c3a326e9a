"""The later steps of a flag that nobody takes up: told to who signs for both sides, and a strong one to executives."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, Min, OuterRef, QuerySet

from agreements.models import Agreement, DriftFlag, Party, Strength
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.domain.ladders import GRACE, Course, Step, reached_step
from reminders.domain.moments import FLAG_LIFE
from reminders.models import Reminder
from reminders.reports.among import among
from reminders.reports.due import Due, Mornings, PersonMorning, Subject
from reminders.reports.flag_sections import (
    Around,
    around,
    flag_section,
    route_of,
    sides_of,
    signers,
    subject_of,
    with_subjects,
)
from reminders.reports.heard import heard_of
from reminders.reports.sections import Gone, Look, Section
from teams.domain.calendar import ONE_DAY, WorkingCalendar, local_date, zone
from teams.domain.language import say
from teams.models import Role
from teams.reports.calendar import working_calendar

STEPS = {Kind.FLAG_SHOWN: Step.SIDES, Kind.FLAG_STILL_OPEN: Step.SIGNERS, Kind.FLAG_LEFT_OPEN: Step.EXECUTIVES}

type Told = dict[int, dict[Step, date]]  # by flag, the day on which each step was first told


def due_in_mornings(mornings: Mornings) -> Iterator[Due]:
    """Flags that were quiet for five working days after the step before, as of the mornings of who comes next."""
    working = {person: one for person, one in mornings.people.items() if not one.is_day_off}
    calendar = working_calendar()
    quiet = _quiet(mornings.at)
    yield from _to_signers(quiet, working, calendar, mornings.at)
    executives = [one for one in working.values() if one.person.role == Role.EXECUTIVE]
    if executives:
        yield from _to_executives(quiet, executives, calendar, mornings.at)


def _quiet(at: datetime) -> QuerySet[DriftFlag]:
    """Those shown long enough ago that nobody has seen or snoozed, where work goes on."""
    shown = DriftFlag.objects.open().filter(shown_at__lte=at - GRACE * ONE_DAY, acknowledged_at=None)
    return with_subjects(shown.awake(at=at).filter(agreement__in=Agreement.objects.running(at=at)).order_by("pk"))


def _to_signers(
    flags: QuerySet[DriftFlag], working: Mapping[int, PersonMorning], calendar: WorkingCalendar, at: datetime
) -> Iterator[Due]:
    signed = Party.objects.filter(representative__in=among(working)).values("agreement")
    candidates = list(flags.filter(~_was_told(Kind.FLAG_STILL_OPEN, at), agreement__in=signed))
    sides = sides_of({flag.agreement_id for flag in candidates})
    for flag in _at_step(candidates, Step.SIGNERS, calendar, at):
        for person in sorted(signers(flag, sides) & working.keys()):
            yield _due(flag, working[person], Kind.FLAG_STILL_OPEN, calendar)


def _to_executives(
    flags: QuerySet[DriftFlag], executives: Sequence[PersonMorning], calendar: WorkingCalendar, at: datetime
) -> Iterator[Due]:
    """Each hears only of what they may read."""
    told = Reminder.objects.filter(kind=Kind.FLAG_STILL_OPEN, flag=OuterRef("pk"))
    strong = flags.filter(Exists(told), ~_was_told(Kind.FLAG_LEFT_OPEN, at), strength=Strength.STRONG)
    reached = list(_at_step(list(strong), Step.EXECUTIVES, calendar, at))
    keys = [flag.pk for flag in reached]
    for one in executives if reached else ():
        seen = set(DriftFlag.objects.visible_to(one.person, at=at).filter(pk__in=keys).values_list("pk", flat=True))
        for flag in reached:
            if flag.pk in seen:
                yield _due(flag, one, Kind.FLAG_LEFT_OPEN, calendar)


def _was_told(kind: Kind, at: datetime) -> Exists:
    """So long ago that nobody is told of it any more."""
    return Exists(Reminder.objects.filter(kind=kind, flag=OuterRef("pk"), due_at__lte=at - FLAG_LIFE))


def _at_step(flags: Sequence[DriftFlag], step: Step, calendar: WorkingCalendar, at: datetime) -> Iterator[DriftFlag]:
    told, heard = _told(flags), heard_of(flags)
    for flag in flags:
        here = zone(flag.agreement.time_zone)
        course = Course(
            shown_on=local_date(flag.shown_at, zone=here),
            is_strong=flag.strength == Strength.STRONG,
            snoozed_until=flag.snoozed_until,
            heard_on=local_date(heard[flag.pk], zone=here) if flag.pk in heard else None,
            told=told[flag.pk],
        )
        if reached_step(course, today=local_date(at, zone=here), calendar=calendar) == step:
            yield flag


def _told(flags: Iterable[DriftFlag]) -> Told:
    """Both sides see it on its page from ``shown_at`` on, whoever had a mail of it."""
    told: Told = {
        flag.pk: {Step.SIDES: local_date(flag.shown_at, zone=zone(flag.agreement.time_zone))} for flag in flags
    }
    rows = Reminder.objects.filter(flag__in=told, kind__in=STEPS).values_list("flag", "kind")
    for flag, kind, on in rows.annotate(first=Min("local_on")).order_by("flag"):
        assert flag is not None  # asked for above
        told[flag][STEPS[Kind(kind)]] = on
    return told


def _due(flag: DriftFlag, one: PersonMorning, kind: Kind, calendar: WorkingCalendar) -> Due:
    return Due(
        kind=kind,
        recipient=one.person.pk,
        subject=Subject(agreement=flag.agreement_id, commitment=flag.commitment_id, flag=flag.pk),
        slot="once",
        local_on=one.today,
        due_at=one.begins_at,
        expires_at=one.begins_at + FLAG_LIFE,
        headline=_headline(flag, kind, _days(flag, one.begins_at, calendar)),
    )


def _headline(flag: DriftFlag, kind: Kind, days: int) -> str:
    headline = wording.flag_still_open if kind is Kind.FLAG_STILL_OPEN else wording.flag_left_open
    return headline(subject_of(flag), route=route_of(flag), days=days)


def _days(flag: DriftFlag, at: datetime, calendar: WorkingCalendar) -> int:
    here = zone(flag.agreement.time_zone)
    shown_on = local_date(flag.shown_at, zone=here)
    return calendar.working_days_between(after=shown_on, until=local_date(at, zone=here))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the last look reads once for all of its reminders; steps and words by flag."""

    calendar: WorkingCalendar
    around: Around
    steps: Mapping[int, Sequence[tuple[str, date]]]
    heard: Mapping[int, datetime]


def look(reminders: Sequence[Reminder], *, at: datetime) -> Look:
    """Still open, and nobody has seen it, snoozed it or said a word about it since."""
    flags = with_subjects(DriftFlag.objects.open()).in_bulk([one.flag_id for one in reminders])
    known = _Known(
        calendar=working_calendar(),
        around=around(flags.values(), at=at),
        steps=_who_heard(flags),
        heard=heard_of(list(flags.values())),
    )
    return {one.pk: _look(one, flags.get(one.flag_id or 0), known) for one in reminders}


def _look(reminder: Reminder, flag: DriftFlag | None, known: _Known) -> Section | Gone:
    if flag is None:
        return Gone("the cause is gone")
    if reason := _why_held(flag, reminder, known):
        return Gone(reason)
    if not _is_concerned(reminder, flag, known):
        return Gone("it is not theirs to follow any more")
    days = _days(flag, known.around.at, known.calendar)
    headline = _headline(flag, Kind(reminder.kind), days)
    section = flag_section(reminder, flag, headline=headline, known=known.around)
    return replace(section, days=days, steps=tuple(known.steps.get(flag.pk, ())))


def _why_held(flag: DriftFlag, reminder: Reminder, known: _Known) -> str:
    """Why the flag rests at this step; empty when it does not."""
    if flag.acknowledged_at:
        return f"{flag.acknowledged_by} has seen it"
    if flag.is_snoozed(at=known.around.at):
        return f"snoozed until {flag.snoozed_until:%-d %b}"
    heard = known.heard.get(flag.pk)
    return "it was taken up" if heard and heard > reminder.due_at else ""


def _is_concerned(reminder: Reminder, flag: DriftFlag, known: _Known) -> bool:
    reader = reminder.recipient
    if reminder.kind == Kind.FLAG_STILL_OPEN:
        return reader.pk in signers(flag, known.around.sides)
    return reader.is_executive and Agreement.objects.visible_to(reader).filter(pk=flag.agreement_id).exists()


def _who_heard(flags: Collection[int]) -> Mapping[int, Sequence[tuple[str, date]]]:
    """By flag, who signs and was told, and when; in the order of days and names."""
    told: dict[int, dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Reminder.objects.filter(flag__in=flags, kind=Kind.FLAG_STILL_OPEN).order_by("local_on", "recipient__name")
    for flag, on, name in rows.values_list("flag", "local_on", "recipient__name"):
        assert flag is not None  # asked for above
        told[flag][on].append(name)
    return {flag: [(_joined(names), on) for on, names in days.items()] for flag, days in told.items()}


def _joined(names: Sequence[str]) -> str:
    *first, last = names
    return say("{names} and {last}", names=", ".join(first), last=last) if first else last
