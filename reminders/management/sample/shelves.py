"""Merchandising and Operations raise the margin while the shelves stay full."""

from decimal import Decimal

from agreements.domain.amendments import Trade
from agreements.domain.metrics import BoundKind, Direction
from reminders.management.sample.cast import MARGIN
from reminders.management.sample.script import Asked, Line, Measure, Promise, Side, Story, Way

QUARTERS = (
    ("Range review, first quarter", -290, -291, -289),
    ("Range review, second quarter", -200, -199, -198),
    ("Range review, third quarter", -109, -110, -108),
)

SHELVES = Story(
    title="Margin with full shelves",
    priority=MARGIN,
    goal="Gross margin to 36 % by the end of the season, with core lines in stock at least 97 % of the time.",
    starts=-340,
    review=60,
    sync_in=6,
    sides=(
        Side(team="merchandising", representative="ines", gains="Room to change the range without breaking supply."),
        Side(
            team="operations",
            representative="amara",
            gains="A forecast early enough to move stock instead of rushing it.",
        ),
    ),
    promises=(
        *(
            Promise(
                deliverable=name,
                done_when="Lines to drop are named, with their stock.",
                owner="ravi",
                accepter="amara",
                due=due,
                delivered=delivered,
                evidence="Review is in the planning folder.",
                accepted=accepted,
            )
            for name, due, delivered, accepted in QUARTERS
        ),
        Promise(
            deliverable="Safety stock rule for core lines",
            done_when="The rule runs in the ordering system.",
            owner="pavel",
            accepter="ines",
            due=-250,
            delivered=-251,
            evidence="Live since Monday.",
            accepted=-249,
        ),
        Promise(
            deliverable="Weekly list of slow lines",
            done_when="Four lists in a row have arrived by Tuesday noon.",
            owner="ravi",
            accepter="amara",
            due=-170,
            lately="ggy",
            delivered=-163,
            evidence="Fourth list sent.",
            accepted=-160,
        ),
        Promise(
            deliverable="Supplier lead times renegotiated",
            done_when="The five largest suppliers deliver within 10 days.",
            owner="amara",
            accepter="ines",
            due=-80,
            delivered=-82,
            evidence="Signed by all five.",
            sent_back=(-81, "The fifth contract still says 14 days."),
            accepted=-78,
        ),
        Promise(
            deliverable="Stock transfer between the two depots",
            done_when="Core lines are level within five days.",
            owner="pavel",
            accepter="ravi",
            due=-53,
            delivered=-46,
            evidence="Both depots level since Thursday.",
            accepted=-45,
        ),
        Promise(
            deliverable="Markdown list for the autumn",
            done_when="Operations can plan the space it frees.",
            owner="ines",
            accepter="amara",
            due=-19,
            delivered=-20,
            evidence="List with volumes by week.",
            accepted=-18,
        ),
        Promise(
            deliverable="Forecast for the spring season",
            done_when="By line and week, twelve weeks ahead.",
            owner="ines",
            accepter="pavel",
            due=14,
            needed=21,
            lately="gggg",
        ),
        Promise(
            deliverable="Cross-docking at the north depot",
            done_when="Every slot met for two weeks.",
            owner="pavel",
            accepter="ines",
            due=28,
            lately="ggyy",
            note="The second dock leveller arrives next week.",
        ),
    ),
    changes=(
        Asked(
            who="pavel",
            on=-72,
            reason="The carrier moves its autumn slots by a week; an earlier transfer would cross the stocktaking.",
            ways=(
                Way(
                    label="Transfer after the stocktaking",
                    trade=Trade.SEQUENCE,
                    moves=(("Stock transfer between the two depots", -46),),
                    means=(("merchandising", "Core lines stay as they are for one more week."),),
                ),
            ),
            accepted=(("amara", -71), ("ines", -69)),
        ),
    ),
    measures=(
        Measure(
            name="In-stock rate, core lines",
            unit="%",
            direction=Direction.HOLD,
            baseline=Decimal("97.8"),
            target=Decimal(98),
            target_day=60,
            curve=lambda t: 98.6 - 0.9 * t,
            bound=Decimal(97),
            bound_kind=BoundKind.AT_LEAST,
        ),
        Measure(
            name="Gross margin",
            unit="%",
            direction=Direction.UP,
            baseline=Decimal("31.5"),
            target=Decimal(36),
            target_day=60,
            curve=lambda t: 31.5 + 4.2 * t,
            bound=Decimal(97),
            bound_kind=BoundKind.AT_LEAST,
            bound_on="In-stock rate, core lines",
        ),
    ),
    lines=(
        Line(
            who="amara",
            on=-5,
            text="@pavel to list the slow movers for Merchandising in 3 weeks",
            accepted=(("pavel", -4), ("ines", -4)),
        ),
    ),
)
