"""What syncs decided: one line an item, with who sees to it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from agreements.domain.concerns import About
from agreements.models import Amendment, Commitment, Concern, Decision, Metric, Topic
from teams.models import Person

type Row = Commitment | Metric | Concern | Amendment | Topic | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One decision; ``title`` is what it is about in words, ``address`` its page, "" for a topic."""

    subject: str
    title: str
    address: str
    kind: str
    note: str
    owner: Person
    made_by: Person
    made_at: datetime
    revision: int
    concern: int | None  # about a concern: its id, and whether only the parties may read of it
    is_for_parties: bool


def settled_in(syncs: Collection[int]) -> dict[int, tuple[Settled, ...]]:
    """What each of ``syncs`` decided, in the order in which it did; one query."""
    found: dict[int, list[Settled]] = defaultdict(list)
    rows = Decision.objects.filter(sync__in=syncs).select_related(
        "sync__agreement", "commitment", "metric", "concern", "amendment", "topic", "owner", "made_by"
    )
    for row in rows.order_by("made_at", "pk"):
        found[row.sync_id].append(settled(row))
    return {sync: tuple(found[sync]) for sync in syncs}


def seen_by(settled: Collection[Settled], viewer: Person) -> tuple[Settled, ...]:
    """Those of ``settled`` that ``viewer`` may read; one query, where a concern of the parties is among them."""
    asked = [one.concern for one in settled if one.is_for_parties and one.concern]
    if not asked:
        return tuple(settled)
    seen = set(Concern.objects.visible_to(viewer).filter(pk__in=asked).values_list("pk", flat=True))
    return tuple(one for one in settled if not one.is_for_parties or one.concern in seen)


def settled(decision: Decision) -> Settled:
    """One decision, loaded with its agreement and with what it is about."""
    agreement = decision.sync.agreement
    row: Row = decision.commitment or decision.metric or decision.concern or decision.amendment or decision.topic
    concern = decision.concern
    return Settled(
        subject=decision.subject,
        title=f"Change {row.number}" if isinstance(row, Amendment) else str(row or agreement.title),
        address=_address(f"/agreements/{agreement.slug}/", row),
        kind=decision.kind,
        note=decision.note,
        owner=decision.owner,
        made_by=decision.made_by,
        made_at=decision.made_at,
        revision=decision.revision,
        concern=concern.pk if concern else None,
        is_for_parties=concern is not None and concern.about == About.WAY_OF_WORKING,
    )


def _address(agreement: str, row: Row) -> str:
    match row:
        case None:
            return agreement
        case Topic():
            return ""
        case Metric():
            return f"{agreement}metrics/{row.pk}/"
        case Commitment():
            return f"{agreement}commitments/{row.number}/"
        case Concern():
            return f"{agreement}concerns/{row.number}/"
        case Amendment():
            return f"{agreement}amendments/{row.number}/"
