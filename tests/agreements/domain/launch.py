"""The launch agreement of the golden story, as terms."""

from datetime import date, time
from decimal import Decimal

from agreements.domain.cadence import Frequency
from agreements.domain.metrics import BoundKind, Direction
from agreements.domain.terms import CadenceTerms, CommitmentTerms, MetricTerms, PartyTerms, Terms, WaitTerms

FEATURE = CommitmentTerms(
    id=11,
    deliverable="Usage-based pricing",
    done_when="It is live for all customers",
    team="product",
    for_team="sales",
    owner="dana@holdfast.example",
    accepted_by="lena@holdfast.example",
    needed_by=None,
    due_on=date(2027, 3, 15),
)
OUTREACH = CommitmentTerms(
    id=12,
    deliverable="Outreach to 40 accounts",
    done_when="All 40 were called",
    team="sales",
    for_team="product",
    owner="lena@holdfast.example",
    accepted_by=None,
    needed_by=date(2027, 3, 20),
    due_on=date(2027, 3, 16),
    waits_on=(WaitTerms(commitment=11, lag_days=1),),
)
ADOPTION = MetricTerms(
    id=5,
    name="Adoption rate",
    unit="%",
    direction=Direction.UP,
    baseline=Decimal("0.0000"),
    starts_on=date(2027, 3, 15),
    target=Decimal("30.5000"),
    target_on=date(2027, 6, 30),
    bound=Decimal("1E+1"),
    bound_kind=BoundKind.AT_LEAST,
    bound_on=None,
    reporter=None,
    every_days=7,
)
BIWEEKLY = CadenceTerms(
    frequency=Frequency.WEEKLY,
    interval=2,
    weekday="tuesday",
    nth=None,
    time=time(10),
    minutes=30,
    time_zone="Europe/Berlin",
    starts_on=date(2027, 2, 2),
)
LAUNCH = Terms(
    number=7,
    title="Launch",
    shared_goal="Customers say “yes”\r\nand stay",
    time_zone="Europe/Berlin",
    visibility="organisation",
    notice_days=5,
    starts_on=date(2027, 2, 1),
    review_on=date(2027, 7, 1),
    parties=(
        PartyTerms(team="sales", representative="tomas@holdfast.example", gains="A reason to call"),
        PartyTerms(team="product", representative="maya@holdfast.example"),
    ),
    commitments=(OUTREACH, FEATURE),
    metrics=(ADOPTION,),
    cadence=BIWEEKLY,
)
