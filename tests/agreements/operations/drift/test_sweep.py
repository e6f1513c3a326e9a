from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Commitment, DriftFlag, Event, Metric
from agreements.operations.drift import SweepResult, refresh, sweep
from tests.agreements.operations.drift.scenes import FAR, in_force, later, met, promise, signs
from tests.factories import AT, DependencyFactory, HolidayFactory, MetricFactory, PersonFactory, ReadingFactory

pytestmark = pytest.mark.usefixtures("organisation")

NOTHING = SweepResult()
PAST = date(2027, 2, 26)


def test_nothing_to_do_writes_nothing() -> None:
    promise(in_force())
    assert sweep(at=AT) == NOTHING


def test_a_flag_carries_its_reason_and_its_next_step() -> None:
    commitment = promise(in_force(), due_on=PAST)
    sweep(at=AT)
    flag = DriftFlag.objects.get()
    assert flag.sentence == "Its date, 26 Feb, passed 3 days ago with no outcome recorded."
    assert flag.evidence == {"due_on": "2027-02-26"}
    assert flag.next_step == "Deliver it, or ask for a new date."
    assert (flag.commitment, flag.first_told, flag.opened_at) == (commitment, commitment.owner, AT)


def test_opening_is_an_entry_in_the_history() -> None:
    commitment = promise(in_force(), due_on=PAST)
    sweep(at=AT)
    event = Event.objects.get()
    assert (event.kind, event.at, event.actor, event.commitment) == ("flagged", AT, None, commitment)
    assert event.data == {
        "rule": "past_due",
        "metric": None,
        "was": None,
        "now": "strong",
        "sentence": "Its date, 26 Feb, passed 3 days ago with no outcome recorded.",
    }


def test_opening_marks_the_agreement_as_changed() -> None:
    agreement = in_force()
    promise(agreement, due_on=PAST)
    sweep(at=AT)
    agreement.refresh_from_db()
    assert (agreement.updated_at, agreement.revision) == (AT, 2)


def test_the_second_sweep_of_a_moment_writes_nothing() -> None:
    agreement = in_force(activated_at=datetime(2027, 2, 1, tzinfo=UTC))
    met(agreement, date(2027, 2, 8), date(2027, 2, 22), held_at=None)
    upstream = promise(agreement, due_on=PAST, standing="off_track", expected_on=FAR)
    DependencyFactory.create(downstream=promise(agreement, standing_at=None), upstream=upstream)
    MetricFactory.create(agreement=agreement)
    first = sweep(at=AT)
    assert first.opened == 7
    assert sweep(at=AT) == NOTHING


def test_a_flag_closes_when_its_cause_is_gone() -> None:
    commitment = promise(in_force(), standing="off_track")
    sweep(at=AT)
    Commitment.objects.filter(pk=commitment.pk).update(standing="on_track")
    result = sweep(at=later(days=1))
    assert result == SweepResult(closed=1, health_changed=2)
    assert DriftFlag.objects.get().closed_at == later(days=1)


def test_closing_is_an_entry_in_the_history() -> None:
    commitment = promise(in_force(), standing="off_track")
    sweep(at=AT)
    Commitment.objects.filter(pk=commitment.pk).update(standing="on_track")
    sweep(at=later(days=1))
    event = Event.objects.get(kind="flag_cleared")
    assert (event.data["rule"], event.data["was"], event.data["now"]) == ("off_track", "strong", None)


def test_the_same_cause_again_is_a_new_flag() -> None:
    commitment = promise(in_force())
    for day, standing in enumerate(["off_track", "on_track", "off_track"]):
        Commitment.objects.filter(pk=commitment.pk).update(standing=standing)
        sweep(at=later(days=day))
    assert list(DriftFlag.objects.order_by("pk").values_list("closed_at", flat=True)) == [later(days=1), None]


@pytest.mark.parametrize("state", ["delivered", "accepted", "released", "lapsed"])
def test_what_is_no_longer_open_is_no_longer_watched(state: str) -> None:
    commitment = promise(in_force(), due_on=PAST)
    sweep(at=AT)
    instants = dict.fromkeys(["delivered_at", "accepted_at", "released_at", "lapsed_at"], AT)
    Commitment.objects.filter(pk=commitment.pk).update(state=state, **instants)
    sweep(at=AT)
    assert signs() == []


def test_what_has_ended_is_no_longer_watched() -> None:
    agreement = in_force()
    promise(agreement, due_on=PAST)
    met(agreement, date(2027, 2, 8), held_at=None)
    sweep(at=AT)
    Agreement.objects.update(state="ended", closed_at=AT, end_reason="Merged.")
    sweep(at=AT)
    agreement.refresh_from_db()
    assert (signs(), agreement.health) == ([], "on_track")


def test_a_draft_is_not_watched() -> None:
    agreement = in_force()
    promise(agreement, due_on=PAST)
    Agreement.objects.update(state="draft")
    assert sweep(at=AT) == NOTHING


def test_strength_changes_in_place() -> None:
    commitment = promise(in_force(), standing="at_risk", recent=["on_track", "at_risk"])
    sweep(at=AT)
    recent = ["on_track", "at_risk", "off_track"]
    Commitment.objects.filter(pk=commitment.pk).update(recent=recent)
    assert sweep(at=later(days=1)).strengthened == 1
    flag = DriftFlag.objects.get()
    assert (flag.strength, flag.opened_at) == ("strong", AT)
    assert flag.sentence == "Confidence went from on track to some doubt to need to adjust over three check-ins."


def test_a_change_of_strength_is_an_entry_in_the_history() -> None:
    commitment = promise(in_force(), standing="at_risk")
    sweep(at=AT)
    Commitment.objects.filter(pk=commitment.pk).update(recent=["on_track", "at_risk", "off_track"])
    sweep(at=later(days=1))
    event = Event.objects.get(at=later(days=1))
    assert (event.kind, event.data["was"], event.data["now"]) == ("flagged", "weak", "strong")


def test_newer_evidence_changes_the_words_quietly() -> None:
    agreement = in_force(activated_at=datetime(2027, 2, 1, tzinfo=UTC))
    met(agreement, date(2027, 2, 8), date(2027, 2, 22), held_at=None)
    sweep(at=AT)
    met_again = agreement.syncs.create(
        cadence=agreement.cadence, number=3, slot_on=date(2027, 3, 8), starts_at=later(days=7), minutes=30
    )
    assert sweep(at=later(days=8)) == SweepResult(reworded=1)
    assert DriftFlag.objects.get().evidence == {"sync_on": str(met_again.slot_on), "syncs_not_held": 3}
    assert Event.objects.count() == 1


def test_the_owner_hears_one_working_day_before_the_others() -> None:
    HolidayFactory.create(on=date(2027, 3, 8))
    owner = PersonFactory.create(time_zone="America/New_York")
    promise(in_force(), owner=owner, due_on=date(2027, 3, 10), standing=None, standing_at=None)
    sweep(at=datetime(2027, 3, 5, 12, 0, tzinfo=UTC))  # a Friday, Monday is a holiday
    assert DriftFlag.objects.get().shown_at == datetime(2027, 3, 9, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "changes", [{"due_on": PAST}, {"standing": "off_track"}, {"standing": "at_risk"}, {"expected_on": date(2027, 7, 1)}]
)
def test_what_is_past_or_said_by_the_owner_is_shown_at_once(changes: dict[str, Any]) -> None:
    promise(in_force(), **changes)
    sweep(at=AT)
    assert DriftFlag.objects.get().shown_at == AT


def test_a_metric_tells_its_reporter() -> None:
    metric = MetricFactory.create(agreement=in_force())
    sweep(at=later(days=30))
    flag = DriftFlag.objects.get()
    assert (flag.first_told, flag.shown_at, flag.subject) == (metric.reporter, later(days=30), f"metric/{metric.pk}")


def test_a_new_reading_is_seen_by_the_sweep() -> None:
    metric = MetricFactory.create(agreement=in_force())
    sweep(at=AT)
    for week in range(4):
        ReadingFactory.create(metric=metric, on=date(2027, 2, 1) + timedelta(weeks=week), value=90)
    Metric.objects.update(looked_at=None)
    sweep(at=AT)
    metric.refresh_from_db()
    assert (metric.readings_off, metric.forecast, metric.looked_at) == (4, Decimal(90), AT)


def test_another_sweep_returns_at_once(other_session: None) -> None:
    promise(in_force(), due_on=PAST)
    assert sweep(at=AT) == NOTHING


def test_refresh_looks_at_one_agreement_only() -> None:
    here, there = in_force(), in_force()
    promise(here, due_on=PAST)
    promise(there, due_on=PAST)
    assert refresh(agreement=here, at=AT) == SweepResult(opened=1, health_changed=2)


def test_refresh_follows_a_chain_within_the_agreement() -> None:
    agreement = in_force()
    first, second = promise(agreement, standing="off_track"), promise(agreement)
    DependencyFactory.create(downstream=second, upstream=first, lag_days=0)
    refresh(agreement=agreement, at=AT)
    assert signs() == [("off_track", "strong"), ("upstream", "strong")]


def test_refresh_tells_a_newer_date() -> None:
    agreement = in_force()
    commitment = promise(agreement, expected_on=date(2027, 6, 8))
    refresh(agreement=agreement, at=AT)
    Commitment.objects.filter(pk=commitment.pk).update(expected_on=date(2027, 6, 15))
    assert refresh(agreement=agreement, at=AT) == SweepResult(reworded=1)
    assert "15 Jun, 14 days after" in DriftFlag.objects.get().sentence


def test_refreshing_twice_writes_nothing() -> None:
    agreement = in_force()
    promise(agreement, due_on=PAST)
    MetricFactory.create(agreement=agreement, bound=50, bound_kind="at_most")
    ReadingFactory.create(metric=agreement.metrics.get(), on=date(2027, 2, 28), value=60)
    assert refresh(agreement=agreement, at=AT).opened == 2
    assert refresh(agreement=agreement, at=AT) == NOTHING


def test_the_sweep_has_nothing_to_add_to_a_refresh() -> None:
    agreement = in_force()
    promise(agreement, due_on=PAST, standing="at_risk")
    MetricFactory.create(agreement=agreement)
    refresh(agreement=agreement, at=AT)
    assert sweep(at=AT) == NOTHING


def test_the_number_of_statements_does_not_grow() -> None:
    few = statements_of_a_sweep(commitments=3)
    DriftFlag.objects.all().delete()
    many = statements_of_a_sweep(commitments=300)
    assert (few, many) == (few, few)


def statements_of_a_sweep(*, commitments: int) -> int:
    zones = ["Europe/Berlin", "Asia/Tokyo", "America/New_York"]
    agreements = [in_force(time_zone=zone) for zone in zones]
    people = PersonFactory.create_batch(2)
    first = promise(agreements[0], owner=people[0], accepted_by=people[1], due_on=PAST)
    for n in range(commitments):
        agreement = agreements[n % len(agreements)]
        teams = {"team": first.team, "for_team": first.for_team} if n else {}
        promise(agreement, owner=people[0], accepted_by=people[1], due_on=PAST, **teams)
    with CaptureQueriesContext(connection) as queries:
        sweep(at=AT)
    return len(queries)
