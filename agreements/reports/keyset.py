"""Pages of a list that cost the same wherever they are: each names the row it follows, nothing is counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import Combinable

PAGE = 30


@dataclass(frozen=True, slots=True)
class Sort:
    """One order of a list: by ``key``, which is never NULL, then by the row's own key. ``read`` takes it from text."""

    words: str
    key: Combinable
    read: Callable[[str], Any]
    falls: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind (or ``is_before``: in front of) the row with this key."""

    key: Any
    pk: int
    is_before: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """The keys of one page in their order, and the marks of the pages around it; "" where there is none."""

    pks: tuple[int, ...]
    before: str = ""
    after: str = ""


def place(mark: str, *, sort: Sort, is_before: bool = False) -> Place | None:
    """Read a mark back; None for what is none of this order."""
    text, _, pk = mark.rpartition("~")
    if not pk.isdecimal() or len(pk) > 18 or not text.isprintable():
        return None
    try:
        return Place(sort.read(text), int(pk), is_before)
    except (ValueError, OverflowError):
        return None


def slice_of[Row: Model](rows: QuerySet[Row], *, sort: Sort, begin: Place | None, size: int = PAGE) -> Slice:
    """One page of ``rows``. One query, whose cost does not grow with the pages before it."""
    is_before = begin is not None and begin.is_before
    falls = sort.falls != is_before
    keyed: QuerySet[Any, Any] = rows.annotate(sort_key=sort.key)
    if begin is not None:
        keyed = keyed.filter(_behind(begin, falls=falls))
    order = ("-sort_key", "-pk") if falls else ("sort_key", "pk")
    found = list(keyed.order_by(*order).values_list("pk", "sort_key")[: size + 1])
    more, page = len(found) > size, found[:size]
    if is_before:
        page = page[::-1]
    if not page:
        return Slice(())
    has_before, has_after = (more, True) if is_before else (begin is not None, more)
    return Slice(
        tuple(pk for pk, _ in page),
        before=_mark(page[0]) if has_before else "",
        after=_mark(page[-1]) if has_after else "",
    )


def in_order[Row](rows: dict[int, Row], pks: tuple[int, ...]) -> tuple[Row, ...]:
    """The rows of a page by their keys; one that went away since is left out."""
    return tuple(rows[pk] for pk in pks if pk in rows)


def day_of(text: str) -> date:
    return date.fromisoformat(text)


def _behind(begin: Place, *, falls: bool) -> Q:
    """(key, pk) > (x, y) as an index reads it: first where to start, then the ties."""
    step = "lt" if falls else "gt"
    ties = Q(**{f"sort_key__{step}": begin.key}) | Q(**{f"pk__{step}": begin.pk})
    return Q(**{f"sort_key__{step}e": begin.key}) & ties


def _mark(row: tuple[int, Any]) -> str:
    pk, key = row
    return f"{key}~{pk}"
