from datetime import date, timedelta
from itertools import combinations_with_replacement

import pytest

from agreements.domain.drift.health import Sign, health_of
from agreements.domain.drift.strengths import Strength
from agreements.models import Agreement, Commitment, DriftFlag
from agreements.operations.drift import HealthDifference, recompute, refresh, sweep
from agreements.operations.drift.health import keep
from tests.agreements.operations.drift.scenes import in_force, later, promise
from tests.factories import AT, DriftFlagFactory, MetricFactory

pytestmark = pytest.mark.usefixtures("organisation")

KINDS = [Sign(rule, strength) for rule in ("silent", "at_risk", "past_due") for strength in Strength]
BUNDLES = [bundle for size in range(3) for bundle in combinations_with_replacement(KINDS, size)]


@pytest.mark.parametrize("signs", [bundle for bundle in BUNDLES if len({sign.rule for sign in bundle}) == len(bundle)])
def test_the_kept_health_agrees_with_the_rule(signs: tuple[Sign, ...]) -> None:
    agreement = in_force()
    commitment = promise(agreement)
    for sign in signs:
        DriftFlagFactory.create(agreement=agreement, commitment=commitment, rule=sign.rule, strength=sign.strength)
    keep(at=AT, agreements=[agreement.pk])
    commitment.refresh_from_db()
    agreement.refresh_from_db()
    expected = health_of(signs)
    assert (commitment.health, commitment.shown_health) == (expected, expected)
    assert (agreement.health, agreement.shown_health) == (expected, expected)


def test_two_weak_flags_on_the_agreement_and_its_metrics_make_it_drift() -> None:
    agreement = in_force()
    DriftFlagFactory.create(agreement=agreement, rule="sync_not_held", strength="weak")
    metric = MetricFactory.create(agreement=agreement)
    DriftFlagFactory.create(agreement=agreement, metric=metric, rule="metric_stale", strength="weak")
    keep(at=AT, agreements=[agreement.pk])
    agreement.refresh_from_db()
    assert agreement.health == "drifting"


def test_two_parts_with_one_weak_flag_each_are_watched() -> None:
    agreement = in_force()
    for commitment in (promise(agreement), promise(agreement)):
        DriftFlagFactory.create(agreement=agreement, commitment=commitment, rule="at_risk", strength="weak")
    keep(at=AT, agreements=[agreement.pk])
    agreement.refresh_from_db()
    assert agreement.health == "watch"


def test_what_is_not_shown_yet_counts_for_the_owner_only() -> None:
    commitment = promise(in_force(), due_on=date(2027, 3, 5), standing=None, standing_at=None)
    sweep(at=AT)
    commitment.refresh_from_db()
    assert (commitment.health, commitment.shown_health) == ("watch", "on_track")


def test_the_sweep_reveals_what_is_shown_by_now() -> None:
    commitment = promise(in_force(), due_on=date(2027, 3, 5), standing=None, standing_at=None)
    sweep(at=AT)
    result = sweep(at=later(days=1))
    commitment.refresh_from_db()
    assert (result.health_changed, commitment.shown_health) == (2, "watch")


def test_recompute_finds_nothing_after_a_sweep() -> None:
    promise(in_force(), due_on=date(2027, 2, 26))
    promise(in_force(), standing="at_risk")
    sweep(at=AT)
    assert recompute(at=AT) == ()


def test_recompute_names_what_differs() -> None:
    commitment = promise(in_force(), due_on=date(2027, 2, 26))
    sweep(at=AT)
    Commitment.objects.update(health="watch")
    assert recompute(at=AT) == (
        HealthDifference(
            kind="commitment",
            pk=commitment.pk,
            agreement=commitment.agreement_id,
            was="watch",
            shown_was="drifting",
            health="drifting",
            shown_health="drifting",
        ),
    )


def test_the_sweep_mends_what_differs() -> None:
    promise(in_force(), due_on=date(2027, 2, 26))
    sweep(at=AT)
    Agreement.objects.update(health="on_track")
    assert sweep(at=AT).health_changed == 1


def test_closing_the_last_flag_makes_well() -> None:
    agreement = in_force()
    commitment = promise(agreement, due_on=date(2027, 2, 26))
    refresh(agreement=agreement, at=AT)
    Commitment.objects.filter(pk=commitment.pk).update(due_on=date(2027, 4, 1))
    refresh(agreement=agreement, at=AT + timedelta(minutes=1))
    commitment.refresh_from_db()
    assert (DriftFlag.objects.open().count(), commitment.health) == (0, "on_track")
