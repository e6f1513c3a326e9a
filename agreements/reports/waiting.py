"""How many things wait for one person, and of which kinds: one statement over all the rules of `decisions`."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from agreements.domain.agreements import AgreementState
from agreements.domain.handovers import HandoverRole
from agreements.domain.pauses import is_paused
from agreements.models import Metric
from agreements.reports import decisions
from agreements.reports.assents import silent_signers
from agreements.reports.handovers import to_answer_handover, to_hand_over, to_name_signer
from agreements.reports.prepared import Prepared
from teams.domain.calendar import local_date, zone
from teams.models import Person

DECIDE, ASSENT = "decide", "assent"  # these two look at a local day


def waiting(viewer: Person, *, at: datetime) -> Counter[str]:
    """How many rows of each kind the home page of ``viewer`` shows at ``at``. One query."""
    rows = WAITING.read(viewer)
    return Counter(kind for kind, _, name, on in rows if not name or _counts(kind, on, local_date(at, zone=zone(name))))


def count_decisions(viewer: Person, *, at: datetime) -> int:
    """How many rows wait on the home page of ``viewer``."""
    return waiting(viewer, at=at).total()


def _counts(kind: str, on: date | None, today: date) -> bool:
    if kind == DECIDE:
        return on is not None and on < today
    return not is_paused(on, as_of=today)


def _build(viewer: Person) -> QuerySet[Any, Any]:
    kinds = {
        "read_back": (decisions.to_read_back(viewer), "pk"),
        "answer": (decisions.to_answer(viewer), "agreement"),
        "settle": (decisions.to_settle(viewer), "readback__agreement"),
        "sign": (decisions.to_sign(viewer), "pk"),
        "confirm": (decisions.to_confirm(viewer), "pk"),
        "consent": (decisions.to_consent(viewer), "pk"),
        "ask_again": (decisions.to_ask_again(viewer), "pk"),
        "handover": (to_answer_handover(viewer), "pk"),
        "owner_left": (to_hand_over(viewer, HandoverRole.OWNER), "pk"),
        "receiver_left": (to_hand_over(viewer, HandoverRole.RECEIVER), "pk"),
        "signer_left": (to_name_signer(viewer), "pk"),
        "concern": (decisions.to_answer_concern(viewer), "pk"),
        "statement": (decisions.to_state(viewer), "pk"),
        "ruling": (decisions.to_rule(viewer), "pk"),
    }
    first, *others = (_rows(kind, rows, key) for kind, (rows, key) in kinds.items())
    proposed = decisions.open_versions().filter(proposed_by=viewer)
    metrics = Metric.objects.proposed().filter(silent_signers(viewer), agreement__state=AgreementState.ACTIVE)
    rows: QuerySet[Any, Any] = first.union(
        *others, _dated(DECIDE, proposed, "answer_by"), _dated(ASSENT, metrics, "agreement__paused_until"), all=True
    )
    return rows


def _rows(kind: str, rows: QuerySet[Any], key: str) -> QuerySet[Any, Any]:
    """Each thing once: of words to answer or settle, one row for each agreement."""
    nothing = {"zone": Value("", CharField()), "day": Cast(Value(None), DateField())}
    found = rows.annotate(kind=Value(kind, CharField()), key=F(key), **nothing)
    rows_of: QuerySet[Any, Any] = found.values_list("kind", "key", "zone", "day").distinct()
    return rows_of


def _dated(kind: str, rows: QuerySet[Any], day: str) -> QuerySet[Any, Any]:
    found = rows.annotate(kind=Value(kind, CharField()), zone=F("agreement__time_zone"), day=F(day))
    dated: QuerySet[Any, Any] = found.values_list("kind", "pk", "zone", "day")
    return dated


WAITING = Prepared("waiting", _build)
