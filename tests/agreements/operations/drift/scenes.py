"""What the tests of the sweep share: an agreement in force on Monday 1 March 2027, and what is flagged in it."""

from datetime import date, datetime, timedelta
from typing import Any

from agreements.models import Agreement, Commitment, DriftFlag, Sync
from tests.factories import AT, AgreementFactory, CadenceFactory, CommitmentFactory, SyncFactory

FAR = date(2027, 6, 1)


def in_force(**changes: Any) -> Agreement:
    """An agreement that came into force this morning, so that no round of check-ins is over."""
    return AgreementFactory.create(is_active=True, **({"activated_at": AT - timedelta(hours=3)} | changes))


def promise(agreement: Agreement, **changes: Any) -> Commitment:
    """An open commitment, due far from now, about which its owner said an hour ago that it is on track."""
    said = {"standing": "on_track", "standing_at": AT - timedelta(hours=1), "due_on": FAR}
    return CommitmentFactory.create(agreement=agreement, is_open=True, **(said | changes))


def met(agreement: Agreement, *days: date, **changes: Any) -> list[Sync]:
    """Biweekly syncs at 10:00 in Berlin on `days`, held unless told otherwise."""
    cadence = CadenceFactory.create(agreement=agreement, anchor_on=days[0], starts_on=days[0])
    held = {"held_at": AT - timedelta(days=60)}
    return [SyncFactory.create(cadence=cadence, slot_on=day, **(held | changes)) for day in days]


def signs() -> list[tuple[str, str]]:
    """Rule and strength of each open flag, by rule."""
    return list(DriftFlag.objects.open().order_by("rule", "pk").values_list("rule", "strength"))


def later(**span: int) -> datetime:
    return AT + timedelta(**span)
