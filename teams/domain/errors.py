"""Refusals: what a rule says to a person who asked for something it does not allow."""

from collections.abc import Mapping, Sequence
from typing import ClassVar


class RefusalError(Exception):
    """Carry one sentence to the person whose request a rule refused.

    `code` names the rule and is part of the API; `fields` maps a field's name to the sentences about it.
    A subclass stands beside the code that raises it.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str, *, fields: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields: dict[str, list[str]] = {name: list(said) for name, said in (fields or {}).items()}

    @property
    def details(self) -> Mapping[str, object]:
        """Return what a program needs besides the sentence, as JSON holds it, by name."""
        return {}


class InvalidValueError(RefusalError):
    """Refuse a value that has the right shape but that no rule allows."""

    code = "invalid_value"


class ForbiddenError(RefusalError):
    """Refuse what this person may not do, whatever the values and the state."""

    code = "forbidden"
