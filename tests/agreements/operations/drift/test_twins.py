"""Each rule's SQL says the same as its Python, on any facts at all and for any moment."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts, CommitmentFacts, DeliveryFacts, MetricFacts, ProposalFacts
from agreements.domain.drift.registry import (
    AGREEMENT_RULES,
    COMMITMENT_RULES,
    DELIVERY_RULES,
    METRIC_RULES,
    PROPOSAL_RULES,
    AnyRule,
)
from agreements.operations.drift.selections import as_json, columns_of, sign

FIRST = date(2027, 3, 1)
BEGAN = datetime(2027, 3, 1, tzinfo=UTC)

# A handful of days and instants, so that equal ones meet often.
days = st.integers(0, 6).map(lambda n: FIRST + timedelta(days=n))
instants = st.integers(0, 6).map(lambda n: BEGAN + timedelta(days=n))
values = st.integers(940, 1060).map(lambda n: Decimal(n) / 10)
standings = st.sampled_from(["on_track", "at_risk", "off_track"])
names = st.just("Lena")


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


cuts = st.builds(
    Cutoffs,
    zone=st.just("Europe/Berlin"),
    today=days,
    day_began_at=instants,
    due_soon_until=days,
    unsaid_since=instants,
    grace_before=days,
    grace_percent=st.integers(0, 100),
    readings_off_line=st.integers(2, 5),
    syncs_not_held=st.integers(2, 4),
    date_moves=st.integers(1, 4),
    due_in_a_week=st.integers(1, 4),
    reopenings=st.integers(2, 4),
    reopened_days=st.integers(30, 33),
    reopened_since=instants,
    counts_from=days,
    concerns_before=days,
    declared_before=maybe(instants),
    silent_since=maybe(instants),
    silent_twice_since=maybe(instants),
    round_on=maybe(days),
    rhythm=names,
    open_round_on=maybe(days),
)
commitments = st.builds(
    CommitmentFacts,
    due_on=days,
    opened_at=instants,
    owner_name=names,
    accepter_name=names,
    owner_is_active=st.booleans(),
    accepter_is_active=st.booleans(),
    standing=maybe(standings),
    standing_at=maybe(instants),
    heard=maybe(standings),
    heard_at=maybe(instants),
    is_disputed=st.booleans(),
    expected_on=maybe(days),
    recent=st.sampled_from([(), ("on_track", "at_risk", "off_track")]) | st.lists(standings, max_size=3).map(tuple),
    lands_on=maybe(days),
    lands_name=names,
    drifting_lands_on=maybe(days),
    drifting_name=names,
    concern_on=maybe(days),
    concern_from=names,
    owner_away_until=maybe(days),
    needed_by=maybe(days),
    original_due_on=maybe(days),
    moves=st.integers(0, 5),
    due_that_week=st.integers(0, 5),
)
deliveries = st.builds(
    DeliveryFacts,
    declared_at=instants,
    owner_name=names,
    accepter_name=names,
    accepter_is_active=st.booleans(),
)
metrics = st.builds(
    MetricFacts,
    direction=st.sampled_from(["up", "down", "hold"]),
    baseline=values,
    starts_on=days,
    target=values,
    target_on=st.integers(7, 9).map(lambda n: FIRST + timedelta(days=n)) | days,
    every_days=st.integers(1, 30),
    read_by=days,
    unit=names,
    read_on=maybe(days),
    value=maybe(values),
    forecast=maybe(values),
    readings_off=st.integers(0, 6),
    bound=maybe(values),
    bound_kind=st.sampled_from(["at_least", "at_most"]),
    bound_name=names,
    bound_unit=names,
    bound_read_on=maybe(days),
    bound_value=maybe(values),
)
agreements = st.builds(
    AgreementFacts,
    syncs_not_held=st.integers(0, 5),
    sync_on=maybe(days),
    signer_gone=maybe(names),
    signer_team=maybe(names),
    signer_party=maybe(st.just(3)),
    concern_on=maybe(days),
    concern_from=names,
    review_on=maybe(days),
    change_number=st.just(2),
    change_answer_by=maybe(days),
    change_unanswered=st.integers(0, 3),
    change_unanswered_by=maybe(names),
    reopenings=st.integers(0, 5),
    reopened_topic=names,
    reopened_between=names,
)
proposals = st.builds(ProposalFacts, answer_by=days, unsigned=st.integers(1, 3), unsigned_by=names)

pytestmark = pytest.mark.django_db


@given(facts=commitments, cut=cuts)
def test_commitment_rules_agree_with_their_twins(facts: CommitmentFacts, cut: Cutoffs) -> None:
    assert in_sql(COMMITMENT_RULES, facts, cut) == in_python(COMMITMENT_RULES, facts, cut)


@given(facts=deliveries, cut=cuts)
def test_delivery_rules_agree_with_their_twins(facts: DeliveryFacts, cut: Cutoffs) -> None:
    assert in_sql(DELIVERY_RULES, facts, cut) == in_python(DELIVERY_RULES, facts, cut)


@given(facts=metrics, cut=cuts)
def test_metric_rules_agree_with_their_twins(facts: MetricFacts, cut: Cutoffs) -> None:
    assert in_sql(METRIC_RULES, facts, cut) == in_python(METRIC_RULES, facts, cut)


@given(facts=agreements, cut=cuts)
def test_agreement_rules_agree_with_their_twins(facts: AgreementFacts, cut: Cutoffs) -> None:
    assert in_sql(AGREEMENT_RULES, facts, cut) == in_python(AGREEMENT_RULES, facts, cut)


@given(facts=proposals, cut=cuts)
def test_proposal_rules_agree_with_their_twins(facts: ProposalFacts, cut: Cutoffs) -> None:
    assert in_sql(PROPOSAL_RULES, facts, cut) == in_python(PROPOSAL_RULES, facts, cut)


def in_python(rules: tuple[AnyRule, ...], facts: object, cut: Cutoffs) -> list[str | None]:
    return [_sign(rule, facts, cut) for rule in rules]


def _sign(rule: AnyRule, facts: object, cut: Cutoffs) -> str | None:
    strength = rule.strength(facts, cut)
    if strength is None:
        return None
    followed = rule.evidence(facts, cut)[rule.follows[0]] if rule.follows else None
    return f"{rule.code}:{strength}:{followed or ''}"


def in_sql(rules: tuple[AnyRule, ...], facts: Any, cut: Cutoffs) -> list[str | None]:
    statement = (
        f"SELECT {', '.join(map(sign, rules))}"
        f" FROM jsonb_to_record(%s::jsonb) AS facts({columns_of(facts.__class__)}),"
        f" jsonb_to_recordset(%s::jsonb) AS cut({columns_of(Cutoffs)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(asdict(facts), default=str), as_json([cut])])
        return list(cursor.fetchone())
