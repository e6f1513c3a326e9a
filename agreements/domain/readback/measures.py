"""The amounts heard about a line or a metric, laid beside its own."""

from collections.abc import Iterator
from dataclasses import replace

from agreements.domain.readback.amounts import Amount
from agreements.domain.readback.context import is_negated, is_told
from agreements.domain.readback.days import Days
from agreements.domain.readback.findings import Field, Finding
from agreements.domain.readback.mentions import Mention
from agreements.domain.readback.quantities import amounts_in
from agreements.domain.readback.sentences import brief, quoted
from agreements.domain.readback.spoken import Spoken
from agreements.domain.readback.targets import Known, Target
from agreements.domain.readback.verdicts import Verdict

type Heard = tuple[Mention, Amount]


def heard_amounts(text: str, spoken: Spoken, target: Target | None) -> Iterator[Heard]:
    """Yield the amounts of a clause about `target`, without those that it takes back; none where it tells of a talk."""
    for mention in spoken.mentions:
        meant = mention.meaning
        if isinstance(meant, Days) and target and target.measures_time:
            meant = meant.length or meant
        if isinstance(meant, Amount) and not is_negated(text, mention.start) and not is_told(spoken.text):
            yield mention, meant


def amounts_of(target: Target, heard: tuple[Heard, ...], known: Known) -> Iterator[Finding]:
    """Yield what the amounts heard about `target` come to; a number alone takes the unit of a metric."""
    meant = [(mention, _with_unit(each, target)) for mention, each in heard]
    same = [(mention, each) for mention, each in meant if _of(each, target.amounts)]
    said = tuple(recorded for recorded in target.amounts if any(recorded.is_same(each) for _, each in same))
    if same:
        yield _same(same, said, target)
    rest = [(mention, each) for mention, each in meant if each.dimension and not _of(each, target.amounts)]
    others = [_other(mention, each, said, target, known) for mention, each in rest if not _of(each, known.amounts)]
    yield from (finding for finding in others if finding)
    if target.is_own and target.amounts and not same and not any(others):
        yield _silent(target)


def _other(mention: Mention, each: Amount, said: tuple[Amount, ...], target: Target, known: Known) -> Finding | None:
    """Return what an amount comes to that is none of the target's, None where another line names it."""
    unsaid = next((other for other in target.amounts if other.is_alike(each) and other not in said), None)
    if unsaid:
        return _differs(mention, each, unsaid, target)
    if each.is_vague or _of(each, known.every_amount):
        return None
    return _stranger(mention, each, target.commitment)


def amounts_of_nothing(heard: tuple[Heard, ...], known: Known) -> Iterator[Finding]:
    """Yield the amounts heard about no line that the terms name nowhere."""
    for mention, each in heard:
        if each.dimension and not each.is_vague and not _of(each, known.every_amount):
            yield _stranger(mention, each, None)


def amount_said(target: Target, answer: str, known: Known) -> Finding:
    """Return what an amount answered beside the text comes to; one without any number says nothing."""
    answered = [each for _, _, each in amounts_in(answer)]
    recorded, heard = _written(target.amounts), brief(answer)
    if answered and all(_of(each, target.amounts) for each in answered):
        why = f"You answered {heard}, as the terms say."
        return Finding(target.commitment, Field.QUANTITY, Verdict.SAME, recorded, heard, why)
    if target.amounts:
        why = f"You answered {heard}; the terms say {recorded}."
        return Finding(target.commitment, Field.QUANTITY, Verdict.DIFFERS, recorded, heard, why)
    in_terms = answered and all(_of(each, known.every_amount) for each in answered)
    verdict = Verdict.SAME if in_terms else Verdict.NOT_IN_TERMS
    why = f"You answered {heard}; the terms name {'it elsewhere' if in_terms else 'no such number'}."
    return Finding(target.commitment, Field.QUANTITY, verdict, recorded, heard, why)


def _with_unit(each: Amount, target: Target) -> Amount:
    if each.dimension or target.line or not target.amounts:
        return each
    return replace(target.amounts[0], number=each.number, other=each.other)


def _of(each: Amount, amounts: tuple[Amount, ...]) -> bool:
    return any(each.is_same(other) for other in amounts)


def _same(same: list[Heard], said: tuple[Amount, ...], target: Target) -> Finding:
    heard = brief(", ".join(mention.text for mention, _ in same))
    spans = tuple((mention.start, mention.end) for mention, _ in same)
    why = f"You heard {heard}, as the terms say."
    return Finding(target.commitment, Field.QUANTITY, Verdict.SAME, _written(said), heard, why, spans)


def _differs(mention: Mention, each: Amount, recorded: Amount, target: Target) -> Finding:
    of = "" if target.line else f" for {quoted(target.name)}"
    heard = brief(each.value)
    why = f"You heard {heard}; the terms say {recorded.value}{of}."
    span = (mention.start, mention.end)
    return Finding(target.commitment, Field.QUANTITY, Verdict.DIFFERS, brief(recorded.value), heard, why, (span,))


def _stranger(mention: Mention, each: Amount, commitment: int | None) -> Finding:
    heard = brief(each.value)
    why = f"You heard {heard}; the terms name no such number."
    span = (mention.start, mention.end)
    return Finding(commitment, Field.QUANTITY, Verdict.NOT_IN_TERMS, "", heard, why, (span,))


def _silent(target: Target) -> Finding:
    recorded = _written(target.amounts)
    why = f"You wrote no number for {quoted(target.name)}; the terms say {recorded}."
    return Finding(target.commitment, Field.QUANTITY, Verdict.NOT_MENTIONED, recorded, "", why)


def _written(amounts: tuple[Amount, ...]) -> str:
    return brief(", ".join(dict.fromkeys(each.value for each in amounts)))
