"""The priorities in their order, and how much stands behind each."""

from collections.abc import Sequence

from django.db.models import Count

from teams.models import Priority


def priority_rows() -> Sequence[Priority]:
    """Return the priorities in their order, each with ``served``: how many agreements serve it."""
    return list(Priority.objects.annotate(served=Count("agreements")).order_by("position", "pk"))
