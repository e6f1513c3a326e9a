"""What a line still needs before it can be kept."""

from agreements.domain.capture.directory import Directory
from agreements.domain.capture.parts import Captured, Name

ASK = {
    Name.DELIVERABLE: "Say what is delivered.",
    Name.OWNER: "Choose who does it.",
    Name.DUE_ON: "Choose the date.",
    Name.AGREEMENT: "Choose the agreement.",
    Name.TEAM: "Choose the team that owes it.",
    Name.FOR_TEAM: "Choose the team it is for.",
}
IN_FORCE_ONLY = {Name.OWNER, Name.DUE_ON}  # a draft may wait for them
LATER = {Name.TEAM, Name.FOR_TEAM}  # which teams there are tells the agreement


def lacking(captured: Captured, directory: Directory) -> dict[Name, str]:
    """Return a sentence for each part that is needed and not found; in a draft some may come later."""
    where = directory.agreement(captured[Name.AGREEMENT].key)
    spared = LATER if where is None else IN_FORCE_ONLY if where.is_draft else set()
    return {name: ask for name, ask in ASK.items() if name not in spared and not captured[name].is_found}
