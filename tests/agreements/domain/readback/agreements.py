"""The agreements that the corpus of readbacks is about."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from agreements.domain.cadence import Frequency
from agreements.domain.metrics import BoundKind, Direction
from agreements.domain.readback import Recorded, recorded
from agreements.domain.terms import CadenceTerms, CommitmentTerms, MetricTerms, PartyTerms, Terms, WaitTerms

PEOPLE = {
    "dana@acme.example": "Dana Whitfield",
    "lena@acme.example": "Lena Vogt",
    "maya@acme.example": "Maya Ortiz",
    "tomas@acme.example": "Tomás Reyes",
    "aiko@acme.example": "Aiko Tanaka",
    "will@acme.example": "Will Stone",
    "noor@acme.example": "Noor Haddad",
    "jonas@acme.example": "Jonas Berg",
    "april@acme.example": "April Lin",
    "karim@acme.example": "Karim Said",  # in no terms
}
TEAMS = {
    "product": "Product",
    "sales": "Sales",
    "security": "Security",
    "legal": "Legal",
    "finance": "Finance",
    "marketing": "Marketing",
    "people": "People & Culture",
    "platform": "Platform",
}


def commitment(
    number: int, deliverable: str, done_when: str, *, teams: str, owner: str, due_on: date
) -> CommitmentTerms:
    """`teams` are who owes it and who receives it: "product for sales"."""
    team, for_team = teams.split(" for ")
    return CommitmentTerms(
        id=number,
        deliverable=deliverable,
        done_when=done_when,
        team=team,
        for_team=for_team,
        owner=f"{owner}@acme.example",
        accepted_by=None,
        needed_by=None,
        due_on=due_on,
    )


def metric(number: int, name: str, unit: str, *, target: str, target_on: date, bound: str | None = None) -> MetricTerms:
    return MetricTerms(
        id=number,
        name=name,
        unit=unit,
        direction=Direction.UP,
        baseline=Decimal(0),
        starts_on=date(2027, 2, 1),
        target=Decimal(target),
        target_on=target_on,
        bound=Decimal(bound) if bound else None,
        bound_kind=BoundKind.AT_LEAST if bound else None,
        bound_on=None,
        reporter=None,
        every_days=7,
    )


def agreement(
    title: str,
    *,
    signers: dict[str, str],
    commitments: tuple[CommitmentTerms, ...],
    metrics: tuple[MetricTerms, ...] = (),
    weeks: int = 2,
) -> Recorded:
    terms = Terms(
        number=7,
        title=title,
        shared_goal="",
        time_zone="Europe/Berlin",
        visibility="organisation",
        notice_days=5,
        starts_on=date(2027, 2, 1),
        review_on=date(2027, 9, 1),
        parties=tuple(PartyTerms(team=team, representative=f"{who}@acme.example") for team, who in signers.items()),
        commitments=commitments,
        metrics=metrics,
        cadence=CadenceTerms(
            frequency=Frequency.WEEKLY,
            interval=2,
            weekday="tuesday",
            nth=None,
            time=time(10),
            minutes=30,
            time_zone="Europe/Berlin",
            starts_on=date(2027, 2, 2),
        ),
    )
    return recorded(terms, people=PEOPLE, teams=TEAMS)


# The golden story: 11 of Product, 12 of Sales.
LAUNCH = agreement(
    "Usage-based pricing launch",
    signers={"product": "maya", "sales": "tomas"},
    commitments=(
        commitment(
            11,
            "Usage-based pricing",
            "It is live for all customers",
            teams="product for sales",
            owner="dana",
            due_on=date(2027, 3, 15),
        ),
        replace(
            commitment(
                12,
                "Outreach to 120 accounts",
                "Every account was called",
                teams="sales for product",
                owner="lena",
                due_on=date(2027, 3, 16),
            ),
            needed_by=date(2027, 3, 26),
            waits_on=(WaitTerms(commitment=11, lag_days=1),),
        ),
    ),
    metrics=(
        metric(5, "Adoption rate", "%", target="30", target_on=date(2027, 6, 30)),
        metric(6, "Customer feedback", "points", target="8", target_on=date(2027, 6, 30)),
    ),
)

# Security owes two lines, so that words have to tell them apart.
RETENTION = agreement(
    "Data retention rules",
    signers={"security": "aiko", "legal": "noor"},
    commitments=(
        commitment(
            21,
            "Raw logs deleted after 30 days",
            "No raw log is older than 30 days",
            teams="security for legal",
            owner="aiko",
            due_on=date(2027, 5, 1),
        ),
        commitment(
            22,
            "Monthly deletion report",
            "Legal has the first report",
            teams="security for legal",
            owner="jonas",
            due_on=date(2027, 6, 5),
        ),
        commitment(
            23,
            "Retention policy",
            "It is published in 3 languages",
            teams="legal for security",
            owner="noor",
            due_on=date(2027, 4, 30),
        ),
    ),
)

BUDGET = agreement(
    "Quarter close",
    signers={"finance": "will", "marketing": "april"},
    commitments=(
        commitment(
            31,
            "Q2 capacity plan",
            "It covers 4 regions and EUR 20,000 of reserve",
            teams="finance for marketing",
            owner="will",
            due_on=date(2027, 6, 30),
        ),
        commitment(
            32,
            "Campaign spend report",
            "Spend stays under EUR 150,000",
            teams="marketing for finance",
            owner="april",
            due_on=date(2027, 7, 5),
        ),
    ),
    metrics=(metric(7, "Margin", "%", target="18.5", target_on=date(2027, 12, 31), bound="97"),),
)

HIRING = agreement(
    "Hiring for platform",
    signers={"people": "karim", "platform": "jonas"},
    commitments=(
        commitment(
            41,
            "Six engineers hired",
            "6 signed contracts",
            teams="people for platform",
            owner="noor",
            due_on=date(2027, 8, 31),
        ),
        commitment(
            42,
            "Onboarding plan for new engineers",
            "Each has a mentor within 2 weeks",
            teams="platform for people",
            owner="jonas",
            due_on=date(2027, 7, 15),
        ),
    ),
    metrics=(
        metric(8, "Offer acceptance", "%", target="80", target_on=date(2027, 8, 31)),
        metric(9, "Qualified leads", "leads", target="500", target_on=date(2027, 8, 31)),
    ),
)
