"""What the words just before a date or a number make of it."""

import re

_BEFORE = re.compile(r"\b(?<!not\s)before\s+(?:the\s+)?$", re.IGNORECASE)
_AFTER = re.compile(r"(?<!not\s)(?<!no\s)\b(?:after|since|later\s+than|following|past)\s+(?:the\s+)?$", re.IGNORECASE)
_NEGATED = re.compile(
    r"(?:\bnot|\binstead\s+of|\brather\s+than|\bno\s+longer|\boriginally|\bpreviously|\bformerly|\bmoved\s+from"
    r"|\(was|\(were)\s+(?:(?:due\s+)?(?:by|on|in|the)\s+)?$",
    re.IGNORECASE,
)
_NEEDED = re.compile(r"\b(?:need|needs|needed|wants?|wanted|requires?|required)\b", re.IGNORECASE)
_STARTS = re.compile(
    r"\b(?:review\w*|start\w*|begin\w*|began|kick\w*|sync\w*|meet\w*|look\w*|revisit\w*|measur\w*|today|now|as\s+of)\b",
    re.IGNORECASE,
)
_TALKED = re.compile(r"\b(?:discussed|met|talked|spoke|spoken|mentioned|wrote|kick-?off|workshop)\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"^\W*(?:and|but|so|or)?\s*(?:if|unless|in\s+case|should|suppose|supposing)\b", re.IGNORECASE)
_LOOK_BACK = 40


def before_at(text: str, start: int) -> int | None:
    """Return where "before" stands there, None where it does not."""
    found = _BEFORE.search(text, max(0, start - _LOOK_BACK), start)
    return found.start() if found else None


def is_after(text: str, start: int) -> bool:
    """Whether "after" or "since" stands there: no deadline."""
    return bool(_AFTER.search(text, max(0, start - _LOOK_BACK), start))


def is_negated(text: str, start: int) -> bool:
    """Whether "not" or "instead of" stands there."""
    return bool(_NEGATED.search(text, max(0, start - _LOOK_BACK), start))


def is_needed(clause: str) -> bool:
    """Whether a clause tells what somebody needs."""
    return bool(_NEEDED.search(clause))


def is_start(clause: str) -> bool:
    """Whether a clause tells of a start, a review or a meeting, of which the terms may name the day."""
    return bool(_STARTS.search(clause))


def is_told(clause: str) -> bool:
    """Whether a clause tells of a talk, or what would be if: nothing that was promised."""
    return bool(_TALKED.search(clause) or _SUPPOSED.search(clause))
