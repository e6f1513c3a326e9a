"""How tests read a page: its markup on one line, however the template breaks it."""

from typing import Any


def words(answer: Any) -> str:
    """What the answer of a test client says, every run of white space one space."""
    return " ".join(answer.content.decode().split())
