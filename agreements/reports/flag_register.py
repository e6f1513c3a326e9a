"""The register of flags as its page shows it: by agreement, with what is new, and what rests apart."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from django.db.models import Q

from agreements.domain.commitments import CommitmentState
from agreements.domain.drift.registry import RULES
from agreements.domain.drift.strengths import Strength
from agreements.models import Agreement, Commitment, DriftFlag
from agreements.models.flags import DriftFlagQuerySet
from agreements.reports.cleared import cleared_by
from agreements.reports.flags import FlagFilter, FlagRow, flag_register, flag_row
from teams.models import Person

PAGE = 50
RESTING = 20  # of those that rest, below the others
WATCHED = (CommitmentState.OPEN, CommitmentState.DELIVERED)
RULE_TITLES = {rule.code: rule.title for rule in reversed(RULES)}  # of a code with two subjects, the first


class RegisterState(StrEnum):
    """Which part of the register is looked at."""

    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """`is_new`: it came into the reader's sight since their last visit. `cleared` says why a closed one closed."""

    flag: FlagRow
    is_new: bool
    cleared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One page. `groups` holds the rows of one agreement each; `following` is the cursor of the next page, or empty.

    `resting` are the first few that are snoozed, below the open ones; `watched` counts commitments.
    """

    groups: tuple[tuple[RegisterRow, ...], ...]
    count: int
    new: int
    resting: tuple[RegisterRow, ...]
    resting_count: int
    following: str
    watched: int


def register_page(
    *, viewer: Person, at: datetime, wanted: FlagFilter, state: RegisterState, since: datetime | None, after: str = ""
) -> Register:
    """The page of the register behind the cursor ``after``; ``since``: the end of the reader's last visit."""
    flags = _part(viewer, at, wanted, state)
    page = list(flags.filter(_behind(after)).order_by("agreement", "strength", "pk")[: PAGE + 1])
    resting = _part(viewer, at, wanted, RegisterState.SNOOZED) if state is RegisterState.OPEN else flags.none()
    return Register(
        groups=_groups(_rows(page[:PAGE], viewer, at, since)),
        count=flags.count(),
        new=flags.filter(_came_since(since, viewer)).count() if since else 0,
        resting=_rows(resting.order_by("snoozed_until", "pk")[:RESTING], viewer, at, since),
        resting_count=resting.count(),
        following=_cursor(page[PAGE - 1]) if len(page) > PAGE else "",
        watched=watched(viewer=viewer, at=at),
    )


def watched(*, viewer: Person, at: datetime) -> int:
    """How many commitments in ``viewer``'s sight the rules look at."""
    running = Agreement.objects.running(at=at)
    return Commitment.objects.visible_to(viewer).filter(agreement__in=running, state__in=WATCHED).count()


def _part(viewer: Person, at: datetime, wanted: FlagFilter, state: RegisterState) -> DriftFlagQuerySet:
    is_open = state is not RegisterState.CLOSED
    rests = state is RegisterState.SNOOZED if is_open else None
    return flag_register(viewer=viewer, at=at, wanted=replace(wanted, is_open=is_open, is_snoozed=rests))


def _rows(flags: Iterable[DriftFlag], viewer: Person, at: datetime, since: datetime | None) -> tuple[RegisterRow, ...]:
    found = list(flags)
    cleared = cleared_by(found) if any(flag.closed_at for flag in found) else {}
    return tuple(
        RegisterRow(
            flag=flag_row(flag, at=at),
            is_new=since is not None and _came_at(flag, viewer) > since,
            cleared=cleared.get(flag.pk, ""),
        )
        for flag in found
    )


def _came_at(flag: DriftFlag, viewer: Person) -> datetime:
    """When ``viewer`` could first see it."""
    is_early = viewer.is_administrator or flag.first_told_id == viewer.pk
    return flag.opened_at if is_early else flag.shown_at


def _came_since(since: datetime, viewer: Person) -> Q:
    if viewer.is_administrator:
        return Q(opened_at__gt=since)
    return Q(first_told=viewer, opened_at__gt=since) | (~Q(first_told=viewer) & Q(shown_at__gt=since))


def _groups(rows: Iterable[RegisterRow]) -> tuple[tuple[RegisterRow, ...], ...]:
    return tuple(tuple(group) for _, group in groupby(rows, lambda row: row.flag.agreement_number))


def _cursor(flag: DriftFlag) -> str:
    return f"{flag.agreement_id}.{flag.strength}.{flag.pk}"


def _behind(cursor: str) -> Q:
    """Rows behind the one that ``cursor`` names; one that names none is the beginning."""
    agreement, _, rest = cursor.partition(".")
    strength, _, pk = rest.partition(".")
    if not (agreement.isdecimal() and pk.isdecimal() and strength in set(Strength) and len(cursor) < 60):
        return Q()
    same = Q(agreement=int(agreement))
    return (
        Q(agreement__gt=int(agreement))
        | (same & Q(strength__gt=strength))
        | (same & Q(strength=strength, pk__gt=int(pk)))
    )
