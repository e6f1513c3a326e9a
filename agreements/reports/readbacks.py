"""The board of a readback: what each of those asked heard beside the terms, and what is left until signing opens."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.domain.agreements import AgreementState
from agreements.models import Agreement, Confirmation, Readback, Version
from agreements.permissions import may_extend
from agreements.reports.asked import SEALED_IN, WRITTEN, Asked, asked_of
from agreements.reports.cards import Card, Told, card_of, sealed_card
from agreements.reports.differences import DifferenceRow, differences_of, row_of
from agreements.reports.heard import beside
from teams.models import Person

type Written = tuple[Readback, Asked]


@dataclass(frozen=True, slots=True)
class Awaited:
    """Somebody who is asked and has not written; asked since the terms were proposed."""

    asked: Asked
    since: datetime
    has_signed: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The board as one reader may see it. ``is_sealed``: they are asked, and write their own first."""

    agreement: Agreement
    version: Version | None  # that waits for signatures
    asked: tuple[Asked, ...]
    cards: tuple[Card, ...]  # the reader's own first, then in the order of those asked
    awaited: tuple[Awaited, ...]
    is_asked: bool
    is_sealed: bool
    open_differences: int  # of all readbacks, sealed ones too
    is_window_passed: bool
    may_extend: bool

    @property
    def is_open(self) -> bool:
        """Whether the terms wait to be said back and signed."""
        return self.version is not None

    @property
    def is_signing_open(self) -> bool:
        return self.version is not None and not self.open_differences

    @property
    def own(self) -> Card | None:
        return next((card for card in self.cards if card.is_mine), None)

    @property
    def others(self) -> tuple[Card, ...]:
        return tuple(card for card in self.cards if not card.is_mine)

    @property
    def confirmed(self) -> int:
        """How many readbacks everybody else confirmed, every line of them."""
        return sum(card.is_confirmed_by_all for card in self.cards)


def board_of(*, agreement: Agreement, viewer: Person, at: datetime) -> Board:
    """The board as ``viewer``, who may see the agreement, reads it at ``at``. A fixed number of queries."""
    version = agreement.versions.standing().filter(in_force_at=None).select_related("proposed_by").first()
    told = _told(agreement, version, viewer)
    readbacks = {row.person_id: row for row in Readback.objects.filter(WRITTEN, agreement=agreement)}
    is_sealed = told.is_compared and told.is_asked and viewer.pk not in readbacks
    differences = _differences(agreement)
    written = [(readbacks[one.person.pk], one) for one in told.asked if one.person.pk in readbacks]
    return Board(
        agreement=agreement,
        version=version,
        asked=told.asked,
        cards=_sealed(written) if is_sealed else _open(written, told, differences),
        awaited=_awaited(version, [one for one in told.asked if one.person.pk not in readbacks]),
        is_asked=told.is_asked,
        is_sealed=is_sealed,
        open_differences=sum(not row.settled for rows in differences.values() for row in rows),
        is_window_passed=version is not None and version.answer_by < told.terms.day_of(at),
        may_extend=version is not None and may_extend(viewer, version),
    )


def _told(agreement: Agreement, version: Version | None, viewer: Person) -> Told:
    commitments = agreement.commitments.select_related("team", "for_team", "owner").order_by("number")
    return Told(
        viewer=viewer,
        asked=asked_of(agreement),
        commitments={commitment.pk: commitment for commitment in commitments},
        terms=beside(agreement),
        is_compared=agreement.state in SEALED_IN,
        is_open=agreement.state == AgreementState.READBACK,
        is_initiator=version is not None and version.proposed_by_id == viewer.pk,
    )


def _differences(agreement: Agreement) -> dict[int, list[DifferenceRow]]:
    """The rows of each readback by its id, in the order in which they were found."""
    by_readback: dict[int, list[DifferenceRow]] = defaultdict(list)
    for difference in differences_of(agreement):
        by_readback[difference.readback_id].append(row_of(difference))
    return by_readback


def _sealed(written: Sequence[Written]) -> tuple[Card, ...]:
    return tuple(sealed_card(readback, of=one) for readback, one in written)


def _open(
    written: Sequence[Written], told: Told, differences: Mapping[int, Sequence[DifferenceRow]]
) -> tuple[Card, ...]:
    said: dict[int, list[Confirmation]] = defaultdict(list)
    for word in Confirmation.objects.filter(readback__in=[readback for readback, _ in written]):
        said[word.readback_id].append(word)
    cards = [
        card_of(readback, of=one, told=told, differences=differences.get(readback.pk, ()), said=said[readback.pk])
        for readback, one in written
    ]
    return tuple(sorted(cards, key=lambda card: not card.is_mine))


def _awaited(version: Version | None, missing: Iterable[Asked]) -> tuple[Awaited, ...]:
    if version is None:
        return ()
    signed = set(version.signatures.values_list("person", flat=True))
    return tuple(Awaited(one, version.proposed_at, one.person.pk in signed) for one in missing)
