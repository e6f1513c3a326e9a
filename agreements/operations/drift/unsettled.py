"""What is still to be settled, by agreement: as it was found to differ, or because of what it waits on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from agreements.domain.commitments import CommitmentState
from agreements.domain.drift.rules import Subject
from agreements.models import Dependency
from agreements.operations.drift.selections import Key

HELD_AT_ONCE = 200  # agreements locked in one transaction, fewer where there is much to settle in them
SETTLED_AT_ONCE = 500


@dataclass(slots=True)
class Unsettled:
    """Of one agreement: subjects to decide on, and commitments that keep a health which their flags do not say."""

    subjects: set[Key] = field(default_factory=set)
    unwell: set[int] = field(default_factory=set)

    @property
    def commitments(self) -> set[int]:
        """All whose health may have to change."""
        return self.unwell | {pk for subject, pk in self.subjects if subject is Subject.COMMITMENT}

    def __len__(self) -> int:
        return len(self.subjects) + len(self.unwell)


type ByAgreement = Mapping[int, Unsettled]


def batches(unsettled: ByAgreement) -> Iterator[ByAgreement]:
    """Cut it into what is held for one transaction, in the order in which agreements are held."""
    few: dict[int, Unsettled] = {}
    for agreement in sorted(unsettled):
        few[agreement] = unsettled[agreement]
        if len(few) == HELD_AT_ONCE or sum(map(len, few.values())) >= SETTLED_AT_ONCE:
            yield few
            few = {}
    if few:
        yield few


def waiting_on(moved: Collection[int], *, within: int | None = None) -> ByAgreement:
    """The open commitments, of all agreements or one, that wait on any of ``moved``: to be decided on once more."""
    edges = Dependency.objects.filter(upstream__in=moved, downstream__state=CommitmentState.OPEN)
    if within is not None:
        edges = edges.filter(downstream__agreement=within)
    found: dict[int, Unsettled] = {}
    for agreement, commitment in edges.values_list("downstream__agreement", "downstream") if moved else ():
        found.setdefault(agreement, Unsettled()).subjects.add((Subject.COMMITMENT, commitment))
    return found
