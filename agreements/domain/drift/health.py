"""The health that follows from open flags."""

from collections.abc import Collection
from dataclasses import dataclass

from agreements.domain.agreements import Health
from agreements.domain.drift.strengths import Strength

MANY = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """An open flag, as far as health depends on it."""

    rule: str
    strength: Strength


def health_of(signs: Collection[Sign]) -> Health:
    """Return the health of one part from its open flags.

    One strong or two weak flags: drifting. One weak: quiet when it is silence, else watch.
    """
    if len(signs) >= MANY or any(sign.strength is Strength.STRONG for sign in signs):
        return Health.DRIFTING
    if any(sign.rule == "silent" for sign in signs):
        return Health.QUIET
    return Health.WATCH if signs else Health.ON_TRACK
