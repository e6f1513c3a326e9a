"""The priorities in their order, and how much stands behind each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from teams.models import Priority


@dataclass(frozen=True, slots=True)
class PriorityRow:
    pk: int
    name: str
    served: int  # how many agreements serve it


def priority_rows() -> Sequence[PriorityRow]:
    """Return the priorities in their order. One query."""
    rows = Priority.objects.annotate(served=Count("agreements")).order_by("position", "pk")
    return [PriorityRow(*row) for row in rows.values_list("pk", "name", "served")]
