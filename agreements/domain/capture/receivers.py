"""Teams that a line is for: "for Sales", "to Platform", "for Sales and Marketing"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.domain.capture.directory import KnownTeam
from agreements.domain.readback.words import fold

# What may stand behind the name of a team where it is one, and no part of a longer name: "for Product by Friday", but
# not "for Product launch".
_ENDS = re.compile(
    r"(?:['\u2019]s)?\s*(?:$|[.,;:!?)\"\u201d@#~\u2013\u2014-]|\(|(?:by|on|until|till|before|due|in|next|this|tomorrow"
    r"|today|to|for|so|team)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|&|\+|/|\band\b|\bor\b)\s*", re.IGNORECASE)
_TEAM = re.compile(r"\s+team\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Receivers:
    """A clause from "for" (`start`) up to `end`: `teams` as written; not `is_sure` where the name may go on."""

    start: int
    end: int
    teams: tuple[KnownTeam, ...]
    is_sure: bool


def receivers_in(text: str, teams: tuple[KnownTeam, ...]) -> Iterator[Receivers]:
    """Yield the teams that `text` is for. A name in other letters than its own counts where nothing follows it."""
    if not teams:
        return
    by_length = sorted(teams, key=lambda team: -len(team.name))
    names = "|".join(re.escape(fold(name)) for team in by_length for name in (team.name, team.slug) if name.strip())
    one = re.compile(rf"(?:the\s+)?(?P<name>{names})(?![\w-])", re.IGNORECASE)
    folded = fold(text)
    for clause in re.finditer(r"\b(?:for|to)\s+", folded, re.IGNORECASE):
        if receivers := _clause(folded, clause.start(), clause.end(), one, teams):
            yield receivers


def _clause(folded: str, start: int, at: int, one: re.Pattern[str], teams: tuple[KnownTeam, ...]) -> Receivers | None:
    named: list[KnownTeam] = []
    is_exact, end = True, at
    match = one.match(folded, at)
    while match:
        team = _team(match["name"], teams)
        named.append(team)
        is_exact &= match["name"] == fold(team.name)
        end = match.end()
        more = _AND.match(folded, end)
        match = one.match(folded, more.end()) if more else None
    if not named:
        return None
    is_sure = bool(_ENDS.match(folded, end))
    if not is_exact and not is_sure:
        return None
    if word := _TEAM.match(folded, end):
        end = word.end()
    return Receivers(start, end, tuple(named), is_sure)


def _team(written: str, teams: tuple[KnownTeam, ...]) -> KnownTeam:
    name = written.casefold()
    return next(team for team in teams if name in {fold(team.name).casefold(), team.slug.casefold()})
