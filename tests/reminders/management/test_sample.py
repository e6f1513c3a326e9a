"""The demo's stories, performed through all operations and the pipeline, and then examined.

The long run performs the whole year of six agreements; the short one a launch of some months and two proposals.
"""

import os
from datetime import UTC, datetime

import pytest

from agreements.models import Agreement, Amendment, Commitment, DriftFlag
from agreements.operations.drift import recompute
from agreements.operations.history import broken_histories
from reminders.management.sample.founding import set_stage
from reminders.management.sample.play import play
from reminders.operations.audit import audit_deliveries
from reminders.operations.tick import run_every_job
from teams.clock import real_now
from tests.sinks import SmtpSink

NOW = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)


IS_LONG = os.environ.get("HOLDFAST_LONG") == "1"
SHORT = {"Usage-based pricing launch", "Capital expenditure for the north depot", "Data retention rules"}


@pytest.mark.django_db
def test_the_stories_hold_together(sink: SmtpSink) -> None:
    stages = [stage for stage in set_stage(now=NOW) if IS_LONG or stage.story.title in SHORT]
    play(stages=stages, now=NOW, each_day=lambda at: run_every_job(at=at, real_at=real_now()))

    states = sorted(Agreement.objects.values_list("state", flat=True))
    assert states == [*(["active"] * (len(stages) - 2)), "readback", "readback"]
    assert set(Commitment.objects.values_list("outcome", flat=True)) == {"kept", "adjusted_early", "lapsed", None}
    changes = Amendment.objects.filter(agreement__title="Usage-based pricing launch").order_by("number")
    assert list(changes.values_list("state", "is_early")) == [("agreed", True), ("open", True)]
    rules = set(DriftFlag.objects.open().values_list("rule", flat=True))
    assert {"off_track", "expected_after_due", "upstream", "silent"} <= rules
    assert recompute(at=NOW) == ()
    assert len(sink.mails) > 10
    assert len({mail["X-Delivery-Id"] for mail in sink.mails}) == len(sink.mails)
    assert not audit_deliveries().differences
    assert broken_histories() == []
