"""People and teams named in a text."""

import re
from collections import Counter
from collections.abc import Iterator

from agreements.domain.readback.recorded import Named
from agreements.domain.readback.vocabulary import DELIVERING, ORDINARY_NAMES
from agreements.domain.readback.words import fold, stem

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_DELIVERING = frozenset(map(stem, DELIVERING))


def people_in(text: str, people: tuple[Named, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield each person of `text` by e-mail address: full names, addresses, and first names that only one bears."""
    for match in EMAIL.finditer(text):
        yield match.start(), match.end() - (match[0].endswith(".")), match[0].rstrip(".").casefold()
    folded = fold(text)
    for person in people:
        yield from ((start, end, person.key) for start, end in _places(folded, person.name, re.IGNORECASE))
    for first, person in _first_names(people):
        flags = re.NOFLAG if first.casefold() in ORDINARY_NAMES else re.IGNORECASE
        for start, end in _places(folded, first, flags):
            if first.casefold() not in ORDINARY_NAMES or not _opens_sentence(text, start) or _acts(text, end):
                yield start, end, person.key


def teams_in(text: str, teams: tuple[Named, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield each team of `text` by its slug, written as it is called, capitals and all."""
    folded = fold(text)
    for team in sorted(teams, key=lambda team: -len(team.name)):
        yield from ((start, end, team.key) for start, end in _places(folded, team.name, re.NOFLAG))


def _places(folded: str, name: str, flags: re.RegexFlag) -> Iterator[tuple[int, int]]:
    if not name.strip():
        return
    words = r"\s+".join(map(re.escape, fold(name).split()))
    for match in re.finditer(rf"(?<![\w.-]){words}(?!\w|[.-]\w)", folded, flags):
        yield match.span()


def _first_names(people: tuple[Named, ...]) -> Iterator[tuple[str, Named]]:
    firsts = [(person.name.split()[0], person) for person in people if person.name.strip()]
    bearers = Counter(fold(first).casefold() for first, _ in firsts)
    for first, person in firsts:
        if bearers[fold(first).casefold()] == 1 and len(first) > 1 and "@" not in first:
            yield first, person


def _acts(text: str, end: int) -> bool:
    """Whether a verb of somebody who delivers follows: "Will prepares", but not "Will we"."""
    verb = re.compile(r"\s+(\w+s)\b").match(text, end)
    return verb is not None and stem(verb[1]) in _DELIVERING


def _opens_sentence(text: str, start: int) -> bool:
    return not text[:start].strip() or text[:start].rstrip()[-1] in ".!?:;\n-•*"
