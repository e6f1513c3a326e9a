"""What follows from the agreement: whose team owes it, which team it is for, and where only one is possible."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from agreements.domain.capture.directory import Directory, KnownAgreement, Setting
from agreements.domain.capture.parts import Choice, Name, Part, State, missing, one_of
from teams.domain.language import say

type Parts = Mapping[Name, Part]


def of_agreement(parts: Parts, where: KnownAgreement | None, directory: Directory) -> dict[Name, Part]:
    """Return the teams of both sides in that agreement, and the people with what is to be said of them there."""
    if where is None:
        return {}
    for_team = _is_party(parts[Name.FOR_TEAM], where, directory)
    taken = {for_team.key}
    team = parts[Name.TEAM] if parts[Name.TEAM].is_found else _team_of(parts[Name.OWNER], where, directory, taken)
    if for_team.state == State.MISSING and not for_team.notes:
        for_team = _team_of(parts[Name.ACCEPTED_BY], where, directory, {team.key})
    if for_team.state == State.MISSING and not for_team.notes:
        for_team = _other_than(team, where, directory)
    if team.state == State.MISSING:
        team = _other_than(for_team, where, directory)
    return {
        Name.TEAM: team,
        Name.FOR_TEAM: for_team,
        Name.OWNER: _with_note(parts[Name.OWNER], where, directory),
        Name.ACCEPTED_BY: _with_note(parts[Name.ACCEPTED_BY], where, directory),
    }


def narrowed(agreement: Part, parts: Parts, setting: Setting) -> Part:
    """Return which agreements fit the people and the team of the line, where it names none."""
    if agreement.state != State.MISSING or agreement.notes:
        return agreement
    owner = setting.directory.person(parts[Name.OWNER].key)
    wanted = {parts[Name.FOR_TEAM].key} - {""}
    if owner is None and not wanted:
        return agreement
    fitting = [
        one.choice
        for one in setting.directory.agreements
        if wanted <= set(one.teams) and (owner is None or owner.teams & set(one.teams))
    ]
    return Part(State.AMBIGUOUS, choices=tuple(fitting)) if fitting else agreement


def _is_party(part: Part, where: KnownAgreement, directory: Directory) -> Part:
    if not part.is_found or part.key in where.teams:
        return part
    note = say("{words} is no party of {label}.", words=part.words, label=where.label)
    return Part(State.AMBIGUOUS, choices=_choices(where.teams, directory), notes=(note,), spans=part.spans)


def _team_of(person: Part, where: KnownAgreement, directory: Directory, taken: set[str]) -> Part:
    """Return the party that somebody belongs to, but for those `taken` by the other side."""
    known = directory.person(person.key)
    if known is None:
        return missing()
    return one_of(_choices((slug for slug in where.teams if slug in known.teams - taken), directory))


def _other_than(side: Part, where: KnownAgreement, directory: Directory) -> Part:
    """Return the only other party, where there are two."""
    if not side.is_found or len(where.teams) != 2:
        return missing()
    return one_of(_choices((slug for slug in where.teams if slug != side.key), directory))


def _choices(slugs: Iterable[str], directory: Directory) -> tuple[Choice, ...]:
    return tuple(team.choice for slug in slugs if (team := directory.team(slug)))


def _with_note(person: Part, where: KnownAgreement, directory: Directory) -> Part:
    known = directory.person(person.key)
    note = say("{name} is in no team of {label}.", name=known.name, label=where.label) if known else ""
    if known is None or known.teams & set(where.teams) or note in person.notes:
        return person
    return replace(person, notes=(*person.notes, note))
