"""The dashboard in one sentence, for the page, the mail and the API."""

from dataclasses import dataclass

from agreements.reports.dashboard.matrix import Cell


@dataclass(frozen=True, slots=True)
class Sentence:
    """``worst``: the pair that owes most of what drifts, when one stands out; ``weeks``: how far it looks back."""

    in_time: int
    came_due: int
    drifting: int
    open: int
    worst: Cell | None
    weeks: int

    @property
    def words(self) -> str:
        """All of it as plain text."""
        return f"{self.kept_words} {self.drifting_words}"

    @property
    def kept_words(self) -> str:
        if not self.came_due:
            return f"No commitment has come due in these {self.weeks} weeks yet."
        if self.came_due == 1:
            return f"The one commitment that came due was {'' if self.in_time else 'not '}kept or renegotiated in time."
        return f"{self.in_time} of the {self.came_due} commitments that came due were kept or renegotiated in time."

    @property
    def drifting_words(self) -> str:
        if not self.drifting:
            return f"Nothing is drifting; {self.open} open commitment{'' if self.open == 1 else 's'} watched."
        now = "1 is drifting now" if self.drifting == 1 else f"{self.drifting} are drifting now"
        if self.worst is None:
            return f"{now}."
        owed = f"{self.worst.debtor.name} to {self.worst.creditor.name}"
        return f"{now}, {self.worst.drifting} of them owed by {owed}."
