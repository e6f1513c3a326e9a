"""Words said back, laid beside the recorded lines."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from agreements.domain.readback.claims import Claim, claims
from agreements.domain.readback.clauses import cut
from agreements.domain.readback.days import DayMonth
from agreements.domain.readback.doers import doers_in
from agreements.domain.readback.due import dates_of, dates_of_nothing, due_said, heard_dates
from agreements.domain.readback.findings import Field, Finding, Said
from agreements.domain.readback.grammar import Reader
from agreements.domain.readback.lift import Lexicon, lift
from agreements.domain.readback.measures import amount_said, amounts_of, amounts_of_nothing, heard_amounts
from agreements.domain.readback.owners import owner_of, owner_said, strangers
from agreements.domain.readback.recorded import Recorded
from agreements.domain.readback.sentences import brief, quoted
from agreements.domain.readback.spoken import Spoken, spoken
from agreements.domain.readback.targets import Known, Target, known_in
from agreements.domain.readback.verdicts import Verdict


def read_back(
    text: str,
    *,
    said: tuple[Said, ...],
    terms: Recorded,
    own: frozenset[int],
    today: date,
    order: DayMonth | None,
) -> tuple[Finding, ...]:
    """Return what `text` and the answers `said` beside it come to: line by line, then metrics, then what is in none.

    `own` are the commitments of the writer, who is "I" and "we"; only they are ever not mentioned. `today` is the day
    on which the text was written, `order` how its writer writes 3/4, None if unknown.
    """
    reader = Reader(today, order)
    known = known_in(terms, own=own, reader=reader)
    claimed = tuple(_claims(text, terms, known, reader))
    answers = tuple(finding for answer in said for finding in _answered(answer, terms, known))
    answered = {(finding.commitment, finding.field) for finding in answers}
    heard = (each for each in _heard(text, claimed, terms, known) if (each.commitment, each.field) not in answered)
    return _once((*answers, *heard))


def _claims(text: str, terms: Recorded, known: Known, reader: Reader) -> Iterator[Claim]:
    mentions = lift(text, Lexicon(reader, terms.people, known.every_amount))
    doers = doers_in(text, people=mentions, teams=terms.teams)
    clauses = tuple(
        spoken(text, clause, mentions=mentions, doers=doers, teams=terms.teams) for clause in cut(text, mentions)
    )
    return claims(clauses, known)


def _heard(text: str, claimed: tuple[Claim, ...], terms: Recorded, known: Known) -> Iterator[Finding]:
    of_lines = [finding for target in known.targets for finding in _about(text, target, claimed, terms, known)]
    yield from of_lines
    rest = [claim.spoken for claim in claimed if claim.target is None]
    yield from dates_of_nothing(tuple(heard for each in rest for heard in heard_dates(text, each, None, known)), known)
    yield from amounts_of_nothing(tuple(heard for each in rest for heard in heard_amounts(text, each, None)), known)
    owners = {span for finding in of_lines if finding.field == Field.OWNER for span in finding.spans}
    strange = strangers(tuple(claim.spoken for claim in claimed), terms)
    yield from (finding for finding in strange if not owners & {*finding.spans})


def _about(text: str, target: Target, claimed: tuple[Claim, ...], terms: Recorded, known: Known) -> Iterator[Finding]:
    about = tuple(claim.spoken for claim in claimed if claim.target is target)
    if target.line and (about or target.is_own):
        yield from _deliverable(target, about)
        yield from owner_of(target, target.line, about, terms)
    yield from dates_of(
        target, tuple(heard for each in about for heard in heard_dates(text, each, target, known)), known
    )
    yield from amounts_of(target, tuple(heard for each in about for heard in heard_amounts(text, each, target)), known)


def _deliverable(target: Target, about: tuple[Spoken, ...]) -> Iterator[Finding]:
    named = [word for each in about for word in each.words if word.stem in target.stems]
    recorded = brief(target.name)
    if named:
        heard = brief(" ".join(dict.fromkeys(word.text for word in named)))
        why = f"You named {quoted(target.name)}."
        spans = tuple((word.start, word.end) for word in named)
        yield Finding(target.commitment, Field.DELIVERABLE, Verdict.SAME, recorded, heard, why, spans)
    elif target.is_own:
        why = f"You did not name {quoted(target.name)}."
        yield Finding(target.commitment, Field.DELIVERABLE, Verdict.NOT_MENTIONED, recorded, "", why)


def _answered(answer: Said, terms: Recorded, known: Known) -> Iterator[Finding]:
    target = next((target for target in known.targets if target.commitment == answer.commitment), None)
    if target is None or target.line is None:
        return
    if answer.due_on:
        yield due_said(target, answer.due_on)
    if answer.owner:
        yield owner_said(target.line, answer.owner, terms)
    if answer.quantity and answer.quantity.strip():
        yield amount_said(target, answer.quantity, known)


def _once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return each finding once, with all the places where it stands."""
    merged: dict[tuple[int | None, Field, Verdict, str, str], Finding] = {}
    for finding in findings:
        key = (finding.commitment, finding.field, finding.verdict, finding.recorded, finding.heard)
        before = merged.get(key)
        merged[key] = replace(before, spans=(*before.spans, *finding.spans)) if before else finding
    return tuple(merged.values())
