"""What a line still needs before it can be kept."""

from agreements.domain.capture.directory import Directory
from agreements.domain.capture.parts import Captured, Name
from teams.domain.language import noted, say

ASK = {
    Name.DELIVERABLE: noted("Say what is delivered."),
    Name.OWNER: noted("Choose who does it."),
    Name.DUE_ON: noted("Choose the date."),
    Name.AGREEMENT: noted("Choose the agreement."),
    Name.TEAM: noted("Choose the team that owes it."),
    Name.FOR_TEAM: noted("Choose the team it is for."),
}
IN_FORCE_ONLY = {Name.OWNER, Name.DUE_ON}  # a draft may wait for them
SIDES = {Name.TEAM, Name.FOR_TEAM}


def lacking(captured: Captured, directory: Directory) -> dict[Name, str]:
    """Return a sentence for each part that is needed and not found; in a draft some may come later.

    What follows from another part is not asked for as long as that is lacking: which teams there are tells the
    agreement, whose team owes it tells the owner, and of two parties that leaves the other.
    """
    return {
        name: say(ask)
        for name, ask in ASK.items()
        if name not in _spared(captured, directory) and not captured[name].is_found
    }


def _spared(captured: Captured, directory: Directory) -> set[Name]:
    where = directory.agreement(captured[Name.AGREEMENT].key)
    if where is None:
        return SIDES
    if where.is_draft:
        return IN_FORCE_ONLY
    if captured[Name.OWNER].is_found:
        return set()
    return SIDES if len(where.teams) == 2 and not captured[Name.FOR_TEAM].choices else {Name.TEAM}
