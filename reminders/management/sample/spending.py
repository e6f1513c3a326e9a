"""Marketing and Finance on leads, Finance and Operations on what is bought."""

from datetime import time
from decimal import Decimal

from agreements.domain.metrics import Direction
from reminders.management.sample.cast import GROWTH
from reminders.management.sample.script import Measure, Promise, Side, Story

REPORTS = (("March", -230), ("May", -170), ("July", -110), ("September", -50))

LEADS = Story(
    title="500 qualified leads a month",
    priority=GROWTH,
    goal="500 leads a month that Sales accepts, at no more than 60 a lead.",
    starts=-260,
    review=30,
    sync_in=4,
    sync_at=time(14, 0),
    unheld=1,
    sides=(
        Side(
            team="marketing",
            representative="priya",
            gains="A budget that follows results instead of a fight every quarter.",
        ),
        Side(
            team="finance",
            representative="henrik",
            gains="A number to release money by, two weeks before it is needed.",
        ),
    ),
    promises=(
        *(
            Promise(
                deliverable=f"Lead report number {number}",
                done_when="Leads, cost and acceptance by channel.",
                owner="jonas",
                accepter="sofia",
                due=due,
                delivered=due - 1 + number % 2 * 2,
                evidence="Report sent.",
                accepted=due + 3,
            )
            for number, (_, due) in enumerate(REPORTS, start=1)
        ),
        Promise(
            deliverable="Budget for the second half released",
            done_when="The cost centre can be booked.",
            owner="sofia",
            accepter="priya",
            due=-140,
            delivered=-141,
            evidence="Released in the system.",
            accepted=-140,
        ),
        Promise(
            deliverable="Definition of a qualified lead, one page",
            done_when="Both teams use the same five criteria.",
            owner="priya",
            accepter="henrik",
            due=-200,
            lately="y--",
            delivered=-190,
            evidence="One page, signed off.",
            accepted=-188,
        ),
        Promise(
            deliverable="Test of three landing pages",
            done_when="Each has 400 visits and a result.",
            owner="jonas",
            accepter="sofia",
            due=-26,
            delivered=-25,
            evidence="Second variant wins by a third.",
            accepted=-24,
        ),
        Promise(
            deliverable="Weekly spend report without manual steps",
            done_when="Four reports in a row arrived by themselves.",
            owner="sofia",
            accepter="jonas",
            due=-17,
            delivered=-18,
            evidence="Fourth report arrived this morning.",
            accepted=-16,
        ),
        Promise(
            deliverable="Attribution data joined with invoices",
            done_when="Nine of ten leads can be followed to an invoice.",
            owner="henrik",
            accepter="priya",
            due=-6,
            delivered=-8,
            evidence="Joined for the last two quarters.",
        ),
        Promise(
            deliverable="Lead-scoring hand-off to account teams",
            done_when="Scores reach the account teams each morning.",
            owner="jonas",
            accepter="henrik",
            due=11,
            lately="gyr",
            note="Two fields are missing in the export.",
        ),
        Promise(
            deliverable="Spring campaign plan with cost per channel",
            done_when="Each channel has a ceiling.",
            owner="priya",
            accepter="sofia",
            due=24,
            lately="ggg",
        ),
        Promise(
            deliverable="Second tranche released",
            done_when="The cost centre can be booked.",
            owner="sofia",
            accepter="jonas",
            due=26,
            lately="ggg",
            waits_on=(("Spring campaign plan with cost per channel", 2),),
        ),
    ),
    measures=(
        Measure(
            name="Qualified leads a month",
            unit="",
            direction=Direction.UP,
            baseline=Decimal(180),
            target=Decimal(500),
            target_day=30,
            curve=lambda t: 180 + 290 * t - (70 * (t - 0.8) / 0.2 if t > 0.8 else 0),
        ),
        Measure(
            name="Cost of a lead",
            unit="EUR",
            direction=Direction.DOWN,
            baseline=Decimal(84),
            target=Decimal(60),
            target_day=30,
            curve=lambda t: 84 - 23 * t,
        ),
        Measure(
            name="Leads called within a day",
            unit="%",
            direction=Direction.UP,
            baseline=Decimal(55),
            target=Decimal(90),
            target_day=60,
            curve=lambda _: 0,
            proposed=("jonas", -2),
        ),
    ),
)

CAPITAL = Story(
    title="Capital expenditure for the north depot",
    goal="The highest return first, the rest deferred with data, decided before the budget closes.",
    starts=0,
    review=120,
    sync_in=7,
    unsigned="operations",
    sides=(
        Side(team="finance", representative="henrik", gains="Return data on every item before money is bound."),
        Side(team="operations", representative="amara", gains="The conveyor this year, and a date for the rest."),
    ),
    promises=(
        Promise(
            deliverable="Release of funds for the conveyor",
            done_when="The order can be placed.",
            owner="sofia",
            accepter="amara",
            due=21,
        ),
        Promise(
            deliverable="Monthly return report for the conveyor",
            done_when="Throughput and saved hours, three months in a row.",
            owner="pavel",
            accepter="henrik",
            due=80,
            waits_on=(("Release of funds for the conveyor", 30),),
        ),
    ),
    measures=(
        Measure(
            name="Hours saved a week",
            unit="h",
            direction=Direction.UP,
            baseline=Decimal(0),
            target=Decimal(120),
            target_day=110,
            curve=lambda _: 0,
        ),
    ),
)
