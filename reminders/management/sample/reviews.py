"""IT Security and Marketing: website reviews in tiers; they meet every week for a quarter of an hour."""

from datetime import time
from decimal import Decimal

from agreements.domain.metrics import Direction
from reminders.management.sample.cast import TRUST
from reminders.management.sample.script import Measure, Promise, Side, Story

REVIEWS = Story(
    title="Website reviews in two tiers",
    priority=TRUST,
    goal="Simple changes are live the same day, large ones have a date that holds.",
    starts=-180,
    review=20,
    sync_in=1,
    weeks=1,
    sync_at=time(15, 30),
    minutes=15,
    spared=frozenset({3, 7}),
    sides=(
        Side(team="it-security", representative="aiko", gains="Large changes arrive with time to look at them."),
        Side(team="marketing", representative="priya", gains="A text change does not wait for a committee."),
    ),
    promises=(
        Promise(
            deliverable="Test for the simple tier, one page",
            done_when="Anybody can place a change in a tier in a minute.",
            owner="sam",
            accepter="jonas",
            due=-165,
            delivered=-166,
            evidence="Page is live.",
            accepted=-164,
        ),
        Promise(
            deliverable="Content calendar six weeks ahead",
            done_when="Security sees what comes, with owners.",
            owner="jonas",
            accepter="aiko",
            due=-150,
            delivered=-148,
            evidence="Shared calendar.",
            accepted=-147,
        ),
        Promise(
            deliverable="Consent banner reviewed",
            done_when="No open finding of the high class.",
            owner="sam",
            accepter="priya",
            due=-90,
            delivered=-91,
            evidence="Two findings, both closed.",
            accepted=-90,
        ),
        Promise(
            deliverable="Tag list cleaned up",
            done_when="Every tag has an owner or is gone.",
            owner="jonas",
            accepter="sam",
            due=-45,
            lately="y---",
        ),
        Promise(
            deliverable="Review of the careers site",
            done_when="No open finding of the high class.",
            owner="sam",
            accepter="jonas",
            due=-62,
            delivered=-63,
            evidence="Report shared, three low findings.",
            accepted=-62,
        ),
        Promise(
            deliverable="Cookie list for each campaign",
            done_when="Security finds every cookie in the list.",
            owner="jonas",
            accepter="sam",
            due=-31,
            delivered=-31,
            evidence="List for the last three campaigns.",
            accepted=-30,
        ),
        Promise(
            deliverable="Sign-on audit evidence pack",
            done_when="The auditor has confirmed that it is complete.",
            owner="aiko",
            accepter="priya",
            due=-1,
            lately="gggy",
            note="Waiting for one export.",
        ),
        Promise(
            deliverable="Landing pages for the spring campaign",
            done_when="Reviewed in the large tier, no open finding.",
            owner="jonas",
            accepter="sam",
            due=16,
            needed=18,
            lately="ggg",
        ),
        Promise(
            deliverable="Penetration test of the shop",
            done_when="Report shared, findings have dates.",
            owner="sam",
            accepter="priya",
            due=33,
            lately="gg",
        ),
    ),
    measures=(
        Measure(
            name="Same-day share of simple changes",
            unit="%",
            direction=Direction.UP,
            baseline=Decimal(40),
            target=Decimal(90),
            target_day=20,
            curve=lambda t: 40 + 52 * t,
            last_reading=-24,
        ),
    ),
)
