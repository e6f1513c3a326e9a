"""The items of one agenda as one reader may see them, each with its reason and what decides on its place."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from agreements.domain.agenda import Section, Weight, planned_minutes
from agreements.domain.commitments import Standing
from agreements.domain.concerns import About, is_aged
from agreements.domain.drift.snoozes import is_snoozed
from agreements.models import Amendment, Commitment, Concern, DriftFlag, Metric, Strength, Sync, Topic
from agreements.reports.agenda_facts import Facts
from agreements.reports.flags import sentence_of
from agreements.reports.seals import is_sealed
from teams.domain.calendar import local_date, zone
from teams.domain.language import say
from teams.models import Person

OF_A_CONCERN = "concern_waiting"  # the concern itself stands on the agenda by then
OF_A_WORD = frozenset(("at_risk", "disputed"))  # rules that only repeat what somebody said
MANY = 2  # weak flags on one thing are drift


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One thing to talk about. ``subject`` is its name in the API (``commitment/12``), ``title`` in words.

    ``number`` is its number within the agreement, or a metric's or topic's id. ``snoozed_until``: to the end of that
    day nobody is told of drift on it; it stands here all the same.
    """

    subject: str
    title: str
    reason: str
    section: Section
    minutes: int
    commitment: int | None = None
    number: int | None = None
    is_parked: bool = False
    snoozed_until: date | None = None

    @property
    def is_drifting(self) -> bool:
        return self.section in {Section.DRIFTING, Section.DISPUTED}


type Weighed = tuple[Weight, AgendaItem]


def items_for(facts: Facts, sync: Sync, person: Person | None) -> tuple[list[Weighed], tuple[AgendaItem, ...]]:
    """What is open in the agreement of ``sync`` and not decided in it yet; beside it the concerns that can wait.

    As ``person`` may see it; without one, what everybody in the room may see.
    """
    desk = _Desk.of(facts, sync, person)
    aged, young = desk.concerns()
    found = [*desk.flagged(), *desk.commitments(), *desk.changes(), *aged, *desk.topics(), *desk.parked()]
    decided = facts.decided.get(sync.pk, set())
    first: dict[str, Weighed] = {}
    for weight, item in found:  # what stands on the agenda for several reasons stands there for the first of them
        if item.subject not in decided:
            first.setdefault(item.subject, (weight, item))
    return list(first.values()), tuple(item for item in young if item.subject not in decided | first.keys())


@dataclass(frozen=True, slots=True)
class _Desk:
    """One agenda on its way."""

    facts: Facts
    sync: Sync
    person: Person | None
    today: date  # where the agreement lives
    sealed: frozenset[int]  # commitments whose owner's latest word the reader may not read yet
    put_off: frozenset[str]  # subjects

    @classmethod
    def of(cls, facts: Facts, sync: Sync, person: Person | None) -> Self:
        sealed = {one.commitment_id for one in facts.sealed if person is None or is_sealed(one, person)}
        put_off = {decision.subject for decision in facts.parked.get(sync.agreement_id, [])}
        today = local_date(facts.at, zone=zone(sync.agreement.time_zone))
        return cls(facts, sync, person, today, frozenset(sealed), frozenset(put_off))

    def flagged(self) -> Iterator[Weighed]:
        """One item for each subject of flags that the reader may see, with the reason of the strongest."""
        of: dict[str, list[DriftFlag]] = defaultdict(list)
        for flag in self.facts.flags.get(self.sync.agreement_id, []):
            if self._is_shown(flag):
                of[flag.subject].append(flag)
        for subject, flags in of.items():
            strong = [flag for flag in flags if flag.strength == Strength.STRONG]
            section = _section_of(flags, is_strong=bool(strong))
            flag = (strong or flags)[0]
            commitment = self._open(flag.commitment_id)
            weight = self._weight(commitment, section, subject, is_strong=bool(strong))
            item = self._item(subject, section, flag.commitment or flag.metric, sentence_of(flag, at=self.facts.at))
            yield weight, replace(item, snoozed_until=self._snoozed_until(flags))

    def _snoozed_until(self, flags: Sequence[DriftFlag]) -> date | None:
        """The last day on which all of ``flags`` rest; None when any of them is told."""
        if not all(is_snoozed(flag.snoozed_until, as_of=self.today) for flag in flags):
            return None
        return min(flag.snoozed_until for flag in flags if flag.snoozed_until)

    def commitments(self) -> Iterator[Weighed]:
        """Commitments that bring themselves to the table: by a dispute, by their owner's doubt, by their date."""
        for one in self.facts.commitments.get(self.sync.agreement_id, []):
            if found := self._why(one):
                section, reason = found
                subject = f"commitment/{one.pk}"
                yield self._weight(one, section, subject), self._item(subject, section, one, reason)

    def changes(self) -> Iterator[Weighed]:
        for one in self.facts.changes.get(self.sync.agreement_id, []):
            subject, reason = (
                f"amendment/{one.pk}",
                say("It waits for an answer until {day}.", day=_day(one.answer_by)),
            )
            weight = Weight(section=Section.CHANGE, is_parked=subject in self.put_off, came=one.asked_at.isoformat())
            yield weight, self._item(subject, Section.CHANGE, one, reason)

    def concerns(self) -> tuple[list[Weighed], list[AgendaItem]]:
        """Those that have waited for more than five working days, or were put off; and the others."""
        due: list[Weighed] = []
        young = []
        for one in self.facts.concerns.get(self.sync.agreement_id, []):
            if not self._may_read(one):
                continue
            subject = f"concern/{one.pk}"
            raised_on = local_date(one.raised_at, zone=zone(self.sync.agreement.time_zone))
            reason = say(
                "{name} raised it on {day}; nobody has answered.", name=one.raised_by.name, day=_day(raised_on)
            )
            item = self._item(subject, Section.CONCERN, one, reason)
            if subject in self.put_off or is_aged(raised_on, today=self.today, calendar=self.facts.calendar):
                is_parked = subject in self.put_off
                weight = Weight(section=Section.CONCERN, is_parked=is_parked, came=one.raised_at.isoformat())
                due.append((weight, item))
            else:
                young.append(item)
        return due, young

    def topics(self) -> Iterator[Weighed]:
        for one in self.facts.topics.get(self.sync.agreement_id, []):
            subject = f"topic/{one.pk}"
            reason = (
                say("Put off at the last sync.")
                if subject in self.put_off
                else say("{name} brings it.", name=one.added_by.name)
            )
            weight = Weight(section=Section.TOPIC, is_parked=subject in self.put_off, came=one.added_at.isoformat())
            yield weight, self._item(subject, Section.TOPIC, one, reason)

    def parked(self) -> Iterator[Weighed]:
        """What was put off, is still open, and would not come back by itself."""
        for decision in self.facts.parked.get(self.sync.agreement_id, []):
            row = self._open(decision.commitment_id) or decision.metric
            if row is not None:
                weight = Weight(section=Section.TOPIC, is_parked=True, came=decision.made_at.isoformat())
                yield weight, self._item(decision.subject, Section.TOPIC, row, say("Put off at the last sync."))

    def _is_shown(self, flag: DriftFlag) -> bool:
        """The rule of ``DriftFlagQuerySet.visible_to``, less what repeats a concern, or a sealed word."""
        if flag.rule == OF_A_CONCERN or (flag.rule in OF_A_WORD and flag.commitment_id in self.sealed):
            return False
        if flag.shown_at <= self.facts.at:
            return True
        person = self.person
        return person is not None and (person.is_administrator or flag.first_told_id == person.pk)

    def _may_read(self, concern: Concern) -> bool:
        """The rule of ``ConcernQuerySet.visible_to``."""
        if concern.about == About.WORK:
            return True
        person = self.person
        insiders = self.facts.insiders.get(concern.agreement_id, set())
        return person is not None and (person.pk in insiders or person.pk == concern.raised_by_id)

    def _why(self, one: Commitment) -> tuple[Section, str] | None:
        may_tell = one.pk not in self.sealed
        if may_tell and one.is_disputed:
            return Section.DISPUTED, say("Its owner and its receiver see it differently.")
        if may_tell and one.standing in {Standing.AT_RISK, Standing.OFF_TRACK}:
            is_doubt = one.standing == Standing.AT_RISK
            return Section.DOUBT, say("Its owner has some doubt.") if is_doubt else say("It needs adjusting.")
        following = self.facts.following.get(self.sync.pk)
        if following is not None and one.due_on is not None and one.due_on < following:
            return Section.DUE, say("Due {day}, before the sync after this.", day=_day(one.due_on))
        return None

    def _weight(self, one: Commitment | None, section: Section, subject: str, *, is_strong: bool = False) -> Weight:
        is_parked = subject in self.put_off
        if one is None or one.due_on is None:
            return Weight(section=section, is_strong=is_strong, is_parked=is_parked)
        nearest = min(one.due_on, one.needed_by or one.due_on)
        return Weight(
            section=section,
            is_strong=is_strong,
            is_parked=is_parked,
            is_past_date=one.due_on < self.today,
            days_left=self.facts.calendar.working_days_between(after=self.today, until=nearest),
            waited_for_by=one.waiting,  # type: ignore[attr-defined]  # counted by facts_of
        )

    def _open(self, commitment: int | None) -> Commitment | None:
        ones = self.facts.commitments.get(self.sync.agreement_id, []) if commitment else []
        return next((one for one in ones if one.pk == commitment), None)

    def _item(
        self, subject: str, section: Section, row: Commitment | Metric | Amendment | Concern | Topic | None, reason: str
    ) -> AgendaItem:
        """``row`` is None for the agreement itself."""
        own = row.minutes if isinstance(row, Topic) else None
        return AgendaItem(
            subject=subject,
            title=say("Change {number}", number=row.number)
            if isinstance(row, Amendment)
            else str(row or self.sync.agreement.title),
            reason=reason,
            section=section,
            minutes=planned_minutes(section, own=own),
            commitment=row.pk if isinstance(row, Commitment) else None,
            number=getattr(row, "number", row.pk) if row else None,
            is_parked=subject in self.put_off,
        )


def _section_of(flags: Sequence[DriftFlag], *, is_strong: bool) -> Section:
    """Drift is one strong flag or two weak ones; a thing that is only disputed has a place of its own."""
    rules = [flag.rule for flag in flags]
    if set(rules) == {"disputed"}:
        return Section.DISPUTED
    return Section.DRIFTING if is_strong or len(rules) >= MANY else Section.DOUBT


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
