"""A whole line: its parts found one by one, what follows from them, and the words that are left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.domain.capture import dates, sides
from agreements.domain.capture.directory import KnownAgreement, KnownMetric, Setting
from agreements.domain.capture.letters import WORDS, composed, tidy
from agreements.domain.capture.named import Called, agreements_in, metrics_in
from agreements.domain.capture.parts import Captured, Choice, Name, Part, Span, State, found, missing, one_of
from agreements.domain.capture.who import who_in
from agreements.domain.readback.grammar import Reader
from teams.domain.language import say

LONGEST_LINE = 5_000  # characters that are looked at
LONGEST_DELIVERABLE = 240


def read_line(text: str, setting: Setting, *, chosen: Mapping[Name, str] | None = None) -> Captured:
    """Return the parts of `text` as it is written in `setting`; what was `chosen` by key fills what it leaves open.

    Nothing is guessed: a part is found where it reads one way, or where only one value is possible (of two parties
    the other one); else it is missing, or ambiguous with the ways it reads.
    """
    text = composed(text)[:LONGEST_LINE]
    settled = _Settled({name: key for name, key in (chosen or {}).items() if key}, setting)
    agreement = settled.or_chosen(Name.AGREEMENT, _agreement(text, setting))
    where = setting.directory.agreement(agreement.key)
    who = who_in(text, setting.directory)
    parts = {
        Name.OWNER: settled.or_chosen(Name.OWNER, who.owner),
        Name.ACCEPTED_BY: settled.or_chosen(Name.ACCEPTED_BY, who.accepted_by),
        Name.FOR_TEAM: who.for_team,
        Name.TEAM: missing(),
        Name.DUE_ON: settled.or_chosen(Name.DUE_ON, _due(text, where, setting)),
        Name.METRIC: settled.or_chosen(Name.METRIC, _metric(text, where, setting)),
    }
    parts |= sides.of_agreement(parts, where, setting.directory)
    parts |= {name: settled.or_chosen(name, parts[name]) for name in (Name.TEAM, Name.FOR_TEAM)}
    parts |= sides.of_agreement(parts, where, setting.directory)  # what was chosen may leave one way for the other side
    parts[Name.AGREEMENT] = sides.narrowed(agreement, parts, setting)
    read = [span for part in (*parts.values(), agreement) for span in part.spans]
    parts[Name.DELIVERABLE] = settled.or_chosen(Name.DELIVERABLE, _rest(text, [*read, *who.spans]))
    return Captured(text, parts)


@dataclass(frozen=True, slots=True)
class _Settled:
    """What was chosen for parts that the line itself leaves open."""

    chosen: Mapping[Name, str]
    setting: Setting

    def or_chosen(self, name: Name, part: Part) -> Part:
        """Return `part`, or what was chosen for it: one of its choices, or anything in sight where it says nothing."""
        key = self.chosen.get(name, "")
        is_offered = any(choice.key == key for choice in part.choices)
        if not key or not (is_offered or (not part.is_found and not (part.choices and part.spans))):
            return part
        if name == Name.DUE_ON:
            day = _day(key)
            return dates.on_day(day, today=self.setting.today, spans=part.spans) if day else part
        known = self._known(name, key)
        return found(known, spans=part.spans) if known else part

    def _known(self, name: Name, key: str) -> Choice | None:
        if name == Name.DELIVERABLE:
            return Choice(tidy(key), tidy(key)) if tidy(key) else None
        directory = self.setting.directory
        look_up = {
            Name.OWNER: directory.person,
            Name.ACCEPTED_BY: directory.person,
            Name.TEAM: directory.team,
            Name.FOR_TEAM: directory.team,
            Name.AGREEMENT: directory.agreement,
            Name.METRIC: directory.metric,
        }[name]
        known = look_up(key)
        return known.choice if known else None


def _agreement(text: str, setting: Setting) -> Part:
    known = setting.directory.agreements
    named = list(agreements_in(text, known))
    if named:
        return _of_named(named, say("No agreement called “{}” is in sight."))
    here = setting.directory.agreement(str(setting.here))
    only = here or (known[0] if len(known) == 1 else None)
    return found(only.choice) if only else missing()


def _of_named(named: Iterable[Called], nothing: str) -> Part:
    called = list(named)
    choices = [choice for one in called for choice in one.choices]
    notes = [nothing.format(one.written) for one in called if not one.choices]
    return one_of(choices, spans=[(one.start, one.end) for one in called], notes=notes)


def _metric(text: str, where: KnownAgreement | None, setting: Setting) -> Part:
    known: tuple[KnownMetric, ...] = setting.directory.metrics
    if where:
        known = tuple(metric for metric in known if metric.agreement == where.number)
    return _of_named(metrics_in(text, known), say("No metric called “{}” is in sight."))


def _due(text: str, where: KnownAgreement | None, setting: Setting) -> Part:
    reader = Reader(today=setting.today, order=setting.order)
    return dates.due_in(text, reader=reader, next_sync_on=where.next_sync_on if where else None)


def _rest(text: str, spans: Iterable[Span]) -> Part:
    """Return what is left of `text` outside `spans`: what is to be delivered."""
    left, kept, end = list[str](), list[Span](), 0
    for start, until in [*sorted(set(spans)), (len(text), len(text))]:
        if start > end:
            left.append(text[end:start])
            kept.append((end, start))
        end = max(end, until)
    words = tidy(" ".join(left))
    if not WORDS.search(words):
        return missing()
    notes = (
        [say("Shorten it to {most} characters.", most=LONGEST_DELIVERABLE)] if len(words) > LONGEST_DELIVERABLE else []
    )
    return Part(State.FOUND, words, words, notes=tuple(notes), spans=tuple(kept))


def _day(key: str) -> date | None:
    try:
        return date.fromisoformat(key)
    except ValueError:
        return None
