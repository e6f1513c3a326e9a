"""A whole line: its parts found one by one, what follows from them, and the words that are left."""

from collections.abc import Iterable, Mapping
from datetime import date

from agreements.domain.capture import dates, sides
from agreements.domain.capture.directory import KnownAgreement, KnownMetric, Setting
from agreements.domain.capture.letters import WORDS, composed, tidy
from agreements.domain.capture.named import Called, agreements_in, metrics_in
from agreements.domain.capture.parts import Captured, Choice, Name, Part, Span, State, found, missing, one_of
from agreements.domain.capture.who import who_in
from agreements.domain.readback.grammar import Reader

LONGEST_LINE = 5_000  # characters that are looked at
LONGEST_DELIVERABLE = 240


def read_line(text: str, setting: Setting, *, chosen: Mapping[Name, str] | None = None) -> Captured:
    """Return the parts of `text` as it is written in `setting`; what was `chosen` already, by key, is taken as said.

    Nothing is guessed: a part is found where it reads one way, or where only one value is possible (of two parties
    the other one); else it is missing, or ambiguous with the ways it reads.
    """
    text = composed(text)[:LONGEST_LINE]
    chosen = {name: key for name, key in (chosen or {}).items() if key}
    agreement = _chosen(_agreement(text, setting), Name.AGREEMENT, chosen, setting)
    where = setting.directory.agreement(agreement.key)
    who = who_in(text, setting.directory)
    parts = {
        Name.OWNER: _chosen(who.owner, Name.OWNER, chosen, setting),
        Name.ACCEPTED_BY: _chosen(who.accepted_by, Name.ACCEPTED_BY, chosen, setting),
        Name.FOR_TEAM: _chosen(who.for_team, Name.FOR_TEAM, chosen, setting),
        Name.TEAM: _chosen(missing(), Name.TEAM, chosen, setting),
        Name.DUE_ON: _chosen(_due(text, where, setting), Name.DUE_ON, chosen, setting),
        Name.METRIC: _chosen(_metric(text, where, setting), Name.METRIC, chosen, setting),
    }
    parts |= sides.of_agreement(parts, where, setting.directory)
    parts[Name.AGREEMENT] = sides.narrowed(agreement, parts, setting)
    read = [span for part in (*parts.values(), agreement) for span in part.spans]
    parts[Name.DELIVERABLE] = _chosen(_rest(text, [*read, *who.spans]), Name.DELIVERABLE, chosen, setting)
    return Captured(text, parts)


def _agreement(text: str, setting: Setting) -> Part:
    known = setting.directory.agreements
    named = list(agreements_in(text, known))
    if named:
        return _of_named(named, "No agreement called “{}” is in sight.")
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
    return _of_named(metrics_in(text, known), "No metric called “{}” is in sight.")


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
    notes = [f"Shorten it to {LONGEST_DELIVERABLE} characters."] if len(words) > LONGEST_DELIVERABLE else []
    return Part(State.FOUND, words, words, notes=tuple(notes), spans=tuple(kept))


def _chosen(part: Part, name: Name, chosen: Mapping[Name, str], setting: Setting) -> Part:
    """Return `part`, or what was chosen for it, as long as that is one of the things in sight."""
    if name not in chosen:
        return part
    key, directory = chosen[name], setting.directory
    if name == Name.DELIVERABLE:
        return found(Choice(tidy(key), tidy(key)), spans=part.spans)
    if name == Name.DUE_ON:
        day = _day(key)
        return dates.on_day(day, today=setting.today, spans=part.spans) if day else part
    known = {
        Name.OWNER: directory.person,
        Name.ACCEPTED_BY: directory.person,
        Name.TEAM: directory.team,
        Name.FOR_TEAM: directory.team,
        Name.AGREEMENT: directory.agreement,
        Name.METRIC: directory.metric,
    }[name](key)
    return found(known.choice, spans=part.spans) if known else part


def _day(key: str) -> date | None:
    try:
        return date.fromisoformat(key)
    except ValueError:
        return None
