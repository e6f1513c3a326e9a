"""The words of the links in a mail: `?say=` and what each means."""

from enum import StrEnum

from agreements.domain.commitments import Standing
from teams.domain.language import noted, say


class Say(StrEnum):
    """What a person can say with one press."""

    DONE = "done"
    ON_TRACK = "on_track"
    DOUBT = "doubt"
    ADJUST = "adjust"

    @property
    def words(self) -> str:
        """Return the words on its button."""
        return say(WORDS[self])

    @property
    def code(self) -> str:
        """Return the code word under which the interface draws its shape."""
        return self.standing or "done"

    @property
    def standing(self) -> Standing | None:
        """Return the standing it stands for; None for done, which is a delivery."""
        return STANDINGS.get(self)


WORDS = {
    Say.DONE: noted("Done"),
    Say.ON_TRACK: noted("On track"),
    Say.DOUBT: noted("Some doubt"),
    Say.ADJUST: noted("Need to adjust"),
}
STANDINGS = {Say.ON_TRACK: Standing.ON_TRACK, Say.DOUBT: Standing.AT_RISK, Say.ADJUST: Standing.OFF_TRACK}


def said(text: str | None) -> Say | None:
    """Read `?say=`: one of its own words or the name of a standing; None for anything else."""
    by_standing = {standing.value: say for say, standing in STANDINGS.items()}
    if text in by_standing:
        return by_standing[text]
    return Say(text) if text in set(Say) else None


def say_for(standing: str | None) -> Say | None:
    """Return the word for a standing given before; None for none."""
    return said(standing)
