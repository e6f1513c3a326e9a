"""Whether a topic of reminders comes on a channel: the most particular word counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from teams.domain.language import noted, say

MUTED = noted("you chose not to be told of this by mail")  # why a mail was left out; it stays in the inbox
MUTED_HERE = noted("you chose not to be told of this here")  # and why a post into a conversation was


class Source(StrEnum):
    """Whose word it is. `usual` is nobody's: what holds where nothing was said."""

    OWN = "own"
    TEAM = "team"
    ORGANISATION = "organisation"
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds, and whose word that is; `teams` names the teams whose word it is, in order."""

    is_wanted: bool
    source: Source
    teams: tuple[str, ...] = ()


def verdict(*, own: bool | None, teams: Mapping[str, bool], everybody: bool | None, has_way: bool) -> Verdict:
    """Return what holds for one person, topic and channel.

    The person's `own` word, else that of their `teams` (it is wanted if any wants it), else the organisation's for
    `everybody`; None where nothing was said. Else it comes if the channel leads to them: mail always `has_way`.
    """
    if own is not None:
        return Verdict(own, Source.OWN)
    if teams:
        wanting = sorted(name for name, is_wanted in teams.items() if is_wanted)
        return Verdict(bool(wanting), Source.TEAM, tuple(wanting or sorted(teams)))
    if everybody is not None:
        return Verdict(everybody, Source.ORGANISATION)
    return Verdict(has_way, Source.USUAL)


def why(verdict: Verdict) -> str:
    """Say whose word holds where a person said nothing."""
    if verdict.source is Source.TEAM:
        *others, last = verdict.teams
        if others:
            return say("As your teams {names} and {last} say", names=", ".join(others), last=last)
        return say("As your team {last} says", last=last)
    return say("As the organisation says") if verdict.source is Source.ORGANISATION else say("As usual")
