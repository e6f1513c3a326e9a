"""One ordinary moment, and facts about which no rule has anything to say. Tests change what they are about."""

from datetime import UTC, date, datetime
from decimal import Decimal

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.facts import AgreementFacts, CommitmentFacts, DeliveryFacts, MetricFacts, ProposalFacts

# Wednesday 3 March 2027, noon in Berlin.
CUT = Cutoffs(
    zone="Europe/Berlin",
    today=date(2027, 3, 3),
    day_began_at=datetime(2027, 3, 2, 23, 0, tzinfo=UTC),
    due_soon_until=date(2027, 3, 10),
    unsaid_since=datetime(2027, 2, 17, 11, 0, tzinfo=UTC),
    grace_before=date(2027, 3, 2),
    grace_percent=20,
    readings_off_line=4,
    syncs_not_held=2,
    date_moves=2,
    due_in_a_week=5,
    reopenings=3,
    reopened_days=180,
    reopened_since=datetime(2026, 9, 4, 11, 0, tzinfo=UTC),
    counts_from=date(2027, 2, 1),
    concerns_before=date(2027, 2, 24),
    declared_before=datetime(2027, 2, 27, 23, 0, tzinfo=UTC),
    silent_since=datetime(2027, 2, 9, 10, 0, tzinfo=UTC),
    silent_twice_since=datetime(2027, 1, 26, 10, 0, tzinfo=UTC),
    round_on=date(2027, 2, 15),
    rhythm="biweekly sync",
)

COMMITMENT = CommitmentFacts(
    due_on=date(2027, 4, 15),
    opened_at=datetime(2027, 1, 4, 9, 0, tzinfo=UTC),
    owner_name="Lena Brandt",
    accepter_name="Tomas Lindqvist",
    standing="on_track",
    standing_at=datetime(2027, 3, 1, 9, 0, tzinfo=UTC),
    heard="on_track",
    heard_at=datetime(2027, 3, 1, 9, 0, tzinfo=UTC),
)

DELIVERY = DeliveryFacts(
    declared_at=datetime(2027, 3, 2, 9, 0, tzinfo=UTC), owner_name="Lena Brandt", accepter_name="Tomas Lindqvist"
)

METRIC = MetricFacts(
    direction="up",
    baseline=Decimal(100),
    starts_on=date(2027, 2, 1),
    target=Decimal(500),
    target_on=date(2027, 8, 1),
    every_days=7,
    read_by=date(2027, 3, 8),
    unit="leads",
    read_on=date(2027, 3, 1),
    value=Decimal(180),
)

AGREEMENT = AgreementFacts()

PROPOSAL = ProposalFacts(answer_by=date(2027, 3, 10), unsigned=1, unsigned_by="Sales")
