"""Round the table: everybody who is asked to say the terms back, and how far each of them has come."""

from dataclasses import dataclass

from agreements.reports.asked import Asked
from agreements.reports.cards import Card
from agreements.reports.readbacks import Board
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Seat:
    """``code`` is a code word of the word table; ``words`` replace the table's where they are not empty."""

    person: Person
    teams: tuple[str, ...]  # in whose name they sign
    lines: int  # promises that they speak for
    is_you: bool
    readback: int | None  # what they wrote, None until they have
    code: str
    words: str


def seats_of(board: Board, *, viewer: Person) -> tuple[Seat, ...]:
    """Return a seat for each of those asked, in the order of the board."""
    cards = {card.person.pk: card for card in board.cards}
    return tuple(_seat(one, cards.get(one.person.pk), viewer) for one in board.asked)


def _seat(asked: Asked, card: Card | None, viewer: Person) -> Seat:
    code, words = card.standing if card else ("not_written", "")
    return Seat(
        person=asked.person,
        teams=asked.teams,
        lines=len(asked.lines),
        is_you=asked.person == viewer,
        readback=card.id if card else None,
        code=code,
        words=words,
    )
