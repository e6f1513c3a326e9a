"""The versions of an agreement: who agreed to each, and what one says differently from another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.differences import Pair, pairs
from agreements.domain.words_marked import Piece, marked
from agreements.models import Agreement, Amendment, Handover, Metric, Version
from agreements.reports.agreed import Agreed, agreed_under
from agreements.reports.clauses import changed_clauses
from agreements.reports.document import Document, document_of
from agreements.reports.names import Names, names_in
from teams.domain.language import say
from teams.models import Person


@dataclass(frozen=True, slots=True)
class MadeBy:
    """The change that made a version; ``agreement`` is the slug of the one it was asked for in."""

    number: int
    agreement: str
    asked_by: str
    asked_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """``until`` is when the next one came into force; ``made_by`` is None for what was signed or is out of sight.

    ``before`` and ``after`` are the numbers of its neighbours.
    """

    number: int
    before: int | None
    after: int | None
    terms_hash: str
    proposed_by: str
    proposed_at: datetime
    answer_by: date
    in_force_at: datetime | None
    until: datetime | None
    is_amended: bool
    made_by: MadeBy | None
    metric: Metric | None  # that joined with it
    handover: Handover | None  # that it came into force with
    agreed: tuple[Agreed, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    version: Version
    row: VersionRow
    document: Document


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause that differs, in pieces: what ``is_marked`` is on one side only. No pieces: there was nothing."""

    words: str
    was: tuple[Piece, ...]
    now: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """A commitment, party, metric, the cadence or the agreement; ``fate`` is "added", "removed" or "changed"."""

    kind: str
    name: str
    fate: str
    lines: tuple[ClauseLine, ...]

    @property
    def words(self) -> str:
        """What it is, where its name alone does not say that."""
        return {"party": "Party", "commitment": "Commitment", "metric": say("Joint metric")}.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Comparison:
    was: VersionRow
    now: VersionRow
    entries: tuple[ChangedEntry, ...]

    @property
    def both(self) -> tuple[VersionRow, VersionRow]:
        return self.was, self.now


def version_rows(*, agreement: Agreement, viewer: Person) -> tuple[VersionRow, ...]:
    """All versions that stand, newest first; proposals that were taken back are left out. Five queries at most."""
    made = ("proposed_by", "metric", "handover__commitment", "handover__from_person", "handover__to_person")
    versions = agreement.versions.standing().select_related(*made).defer("terms").order_by("number")
    return tuple(reversed(list(_rows(list(versions), viewer))))


def version_page(*, agreement: Agreement, number: int, viewer: Person) -> VersionPage | None:
    """Version ``number`` as a document; None when none of that number stands."""
    rows = {row.number: row for row in version_rows(agreement=agreement, viewer=viewer)}
    if number not in rows:
        return None
    version = agreement.versions.standing().get(number=number)
    return VersionPage(
        version=version,
        row=rows[number],
        document=document_of(version.terms, viewer=viewer),
    )


def comparison(*, agreement: Agreement, was: int, now: int, viewer: Person) -> Comparison | None:
    """What version ``now`` says differently from version ``was``; None when one of them does not stand."""
    rows = {row.number: row for row in version_rows(agreement=agreement, viewer=viewer)}
    if not {was, now} <= rows.keys():
        return None
    terms = {version.number: version.terms for version in agreement.versions.standing().filter(number__in=(was, now))}
    names = names_in(terms[was], terms[now], viewer=viewer)
    entries = tuple(_changed(pair, names) for pair in pairs(terms[was], terms[now]))
    return Comparison(was=rows[was], now=rows[now], entries=entries)


def _changed(pair: Pair, names: Names) -> ChangedEntry:
    fate = "changed" if pair.was and pair.now else "added" if pair.now else "removed"
    return ChangedEntry(pair.kind, _name(pair, names), fate, tuple(_lines(pair, names)))


def _name(pair: Pair, names: Names) -> str:
    if pair.kind == "party":
        return names.teams[pair.name]
    return {"agreement": say("The agreement as a whole"), "cadence": say("When we talk")}.get(pair.kind, pair.name)


def _lines(pair: Pair, names: Names) -> Iterator[ClauseLine]:
    for clause in changed_clauses(pair, names):
        if clause.was or clause.now:
            sides = marked(clause.was, clause.now)
            yield ClauseLine(clause.words, sides.was, sides.now)


def _rows(versions: Sequence[Version], viewer: Person) -> Iterator[VersionRow]:
    """Take all ``versions``, from the first on."""
    amendments, agreed = _amendments(versions, viewer), agreed_under(versions)
    for before, version, after in zip([None, *versions], versions, [*versions[1:], None], strict=False):
        yield VersionRow(
            number=version.number,
            before=before.number if before else None,
            after=after.number if after else None,
            terms_hash=version.terms_hash,
            proposed_by=version.proposed_by.name,
            proposed_at=version.proposed_at,
            answer_by=version.answer_by,
            in_force_at=version.in_force_at,
            until=after.in_force_at if after else None,
            is_amended=version.amendment_id is not None,
            made_by=_made_by(amendments.get(version.amendment_id)),
            metric=version.metric,
            handover=version.handover,
            agreed=agreed[version.pk],
        )


def _amendments(versions: Iterable[Version], viewer: Person) -> Mapping[int | None, Amendment]:
    made = [version.amendment_id for version in versions if version.amendment_id]
    found = Amendment.objects.visible_to(viewer).filter(pk__in=made).select_related("agreement", "asked_by")
    return {amendment.pk: amendment for amendment in found}


def _made_by(amendment: Amendment | None) -> MadeBy | None:
    if amendment is None:
        return None
    return MadeBy(
        number=amendment.number,
        agreement=amendment.agreement.slug,
        asked_by=amendment.asked_by.name,
        asked_at=amendment.asked_at,
        reason=amendment.reason,
    )
