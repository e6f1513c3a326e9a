from collections.abc import Iterable
from enum import StrEnum


def choices(words: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """The choices of a column that holds code words; what people read is the interface's own table.

    Plain strings: a migration must not depend on what an enum holds later.
    """
    return [(word.value, word.value) for word in words]
