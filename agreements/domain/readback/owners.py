"""Who was heard to do it, laid beside the owner of the line."""

from collections.abc import Iterator

from agreements.domain.readback.claims import does
from agreements.domain.readback.context import is_told
from agreements.domain.readback.doers import Doer, Who
from agreements.domain.readback.findings import Field, Finding
from agreements.domain.readback.mentions import Kind
from agreements.domain.readback.recorded import Line, Named, Recorded
from agreements.domain.readback.sentences import brief, quoted
from agreements.domain.readback.spoken import Spoken
from agreements.domain.readback.targets import Target
from agreements.domain.readback.verdicts import Verdict


def owner_of(target: Target, line: Line, clauses: tuple[Spoken, ...], terms: Recorded) -> Iterator[Finding]:
    """Yield who was heard to do it: the owner, the owner's team, or on one's own line "we" are the same."""
    doers = [doer for each in clauses if not is_told(each.text) for doer in each.doers]
    recorded = _recorded(line)
    same = [doer for doer in doers if does(doer, line, is_own=target.is_own)]
    others = [doer for doer in doers if doer.delivers and _is_known(doer, terms)]
    if same:
        heard = brief(_name(same[0], terms))
        is_named = line.owner is not None and line.owner.name == heard
        why = (
            f"You heard {heard}, as the terms say." if is_named else f"You wrote “{same[0].text}”; that is {recorded}."
        )
        spans = tuple((doer.start, doer.end) for doer in same)
        yield Finding(line.commitment, Field.OWNER, Verdict.SAME, recorded, heard, why, spans)
    elif others:
        yield _differs(others[0], line, terms)
    elif target.is_own and line.owner:
        why = f"You named nobody who does {quoted(line.deliverable)}; the terms say {recorded}."
        yield Finding(line.commitment, Field.OWNER, Verdict.NOT_MENTIONED, recorded, "", why)


def strangers(clauses: tuple[Spoken, ...], terms: Recorded) -> Iterator[Finding]:
    """Yield the people that are named, but not in the terms."""
    for each in clauses:
        for mention in each.mentions:
            if mention.kind == Kind.PERSON and mention.value not in terms.named and not is_told(each.text):
                name = brief(_called(mention.value, terms.people))
                why = f"You named {name}, who is not in the terms."
                span = (mention.start, mention.end)
                yield Finding(None, Field.OWNER, Verdict.NOT_IN_TERMS, "", name, why, (span,))


def owner_said(line: Line, owner: str, terms: Recorded) -> Finding:
    """Return what a person (e-mail address) answered beside the text comes to."""
    recorded, heard = _recorded(line), brief(_called(owner, terms.people))
    if line.owner and line.owner.key == owner.casefold():
        why = f"You answered {heard}, as the terms say."
        return Finding(line.commitment, Field.OWNER, Verdict.SAME, recorded, heard, why)
    verdict = Verdict.DIFFERS if line.owner else Verdict.NOT_IN_TERMS
    why = f"You answered {heard}; the terms say {recorded or 'nobody'}."
    return Finding(line.commitment, Field.OWNER, verdict, recorded, heard, why)


def _differs(doer: Doer, line: Line, terms: Recorded) -> Finding:
    name, recorded = brief(_name(doer, terms)), _recorded(line)
    do = "do" if doer.who == Who.WRITER else "does"
    why = f"You heard that {name} {do} {quoted(line.deliverable)}; the terms say {recorded}."
    return Finding(line.commitment, Field.OWNER, Verdict.DIFFERS, recorded, name, why, ((doer.start, doer.end),))


def _is_known(doer: Doer, terms: Recorded) -> bool:
    return doer.who != Who.PERSON or doer.key in {person.key for person in terms.people}


def _recorded(line: Line) -> str:
    return brief(f"{line.owner.name} of {line.team.name}" if line.owner else line.team.name)


def _name(doer: Doer, terms: Recorded) -> str:
    if doer.who == Who.WRITER:
        return "you"
    return _called(doer.key, terms.teams if doer.who == Who.TEAM else terms.people)


def _called(key: str, named: tuple[Named, ...]) -> str:
    return next((each.name for each in named if each.key == key), key)
