"""Product and Sales launch a feature; they meet every second week."""

from decimal import Decimal

from agreements.domain.amendments import Trade
from agreements.domain.metrics import Direction
from reminders.management.sample.cast import GROWTH
from reminders.management.sample.script import Asked, Handing, Measure, Promise, Question, Side, Story, Way, Worry

LAUNCH = Story(
    title="Usage-based pricing launch",
    priority=GROWTH,
    goal="500 qualified trials a month on the new pricing, without first response slipping past 4 hours.",
    starts=-112,
    review=45,
    sync_in=2,
    sides=(
        Side(
            team="product",
            representative="maya",
            gains="A launch that the field carries, with feedback in the first week.",
        ),
        Side(
            team="sales", representative="tomas", gains="Dates to plan outreach on, and a deck that answers objections."
        ),
    ),
    promises=(
        Promise(
            deliverable="Beta sign-up list of 40 accounts",
            done_when="40 accounts have agreed in writing to take part.",
            owner="lena",
            accepter="maya",
            due=-88,
            delivered=-90,
            evidence="List with 43 accounts is in the shared folder.",
            accepted=-89,
        ),
        Promise(
            deliverable="Feedback from 10 design partners",
            done_when="Ten interviews are written up and shared.",
            owner="dana",
            accepter="tomas",
            due=-60,
            delivered=-62,
            evidence="Eleven write-ups, summary on page one.",
            accepted=-61,
        ),
        Promise(
            deliverable="Reference quotes from three customers",
            done_when="Three named customers have approved their words.",
            owner="lena",
            accepter="maya",
            due=-34,
            lately="yy-",
            delivered=-22,
            evidence="Three approved quotes.",
            accepted=-21,
        ),
        Promise(
            deliverable="Contract terms for metered accounts",
            done_when="Legal has approved them for new and running contracts.",
            owner="maya",
            accepter="tomas",
            due=-41,
            delivered=-42,
            evidence="Approved version is in the contract library.",
            accepted=-41,
        ),
        Promise(
            deliverable="Call script for the beta accounts",
            done_when="Every rep has used it once.",
            owner="tomas",
            accepter="dana",
            due=-27,
            delivered=-28,
            evidence="Script, with notes from nine calls.",
            accepted=-26,
        ),
        Promise(
            deliverable="Price calculator for reps",
            done_when="A rep can price an account in a meeting.",
            owner="dana",
            accepter="lena",
            due=-20,
            delivered=-13,
            evidence="Calculator is in the sales library.",
            accepted=-12,
        ),
        Promise(
            deliverable="Enablement deck and objection guide",
            done_when="Both are in the sales library and two reps have used them in a call.",
            owner="lena",
            accepter="maya",
            due=3,
            lately="gg--",
        ),
        Promise(
            deliverable="Metering API returns hourly usage for each account",
            done_when="The invoice test passes for 20 accounts.",
            owner="dana",
            accepter="tomas",
            due=9,
            needed=12,
            lately="gyyr",
            expects=16,
            note="Per-account rounding fails the invoice test; one more week makes it right.",
        ),
        Promise(
            deliverable="Outreach to 120 named accounts begins",
            done_when="The first 40 accounts have had a first call.",
            owner="tomas",
            accepter="maya",
            due=10,
            lately="ggy",
            note="I need the deck this week to brief the two new reps.",
            waits_on=(("Metering API returns hourly usage for each account", 1),),
        ),
        Promise(
            deliverable="Pricing page and upgrade flow ready to launch",
            done_when="A customer can upgrade without talking to us.",
            owner="maya",
            accepter="tomas",
            due=19,
            lately="gggg",
        ),
    ),
    changes=(
        Asked(
            who="dana",
            on=-38,
            reason="Two price lists are still being merged; a calculator on the old ones would mislead the reps.",
            ways=(
                Way(
                    label="Calculator a week later, on the merged lists",
                    trade=Trade.DATE,
                    moves=(("Price calculator for reps", -13),),
                    means=(("sales", "One more week of pricing by hand."),),
                ),
            ),
            accepted=(("maya", -37), ("tomas", -36)),
        ),
        Asked(
            who="dana",
            on=-1,
            reason="Per-account rounding fails the invoice test; one more week makes it right.",
            ways=(
                Way(
                    label="API a week later, outreach follows",
                    trade=Trade.DATE,
                    moves=(("Metering API returns hourly usage for each account", 16),),
                    means=(
                        ("product", "The pricing page keeps its date."),
                        ("sales", "The briefing of the reps moves by a week."),
                    ),
                ),
                Way(
                    label="Keep the date, round by hand for a month",
                    trade=Trade.QUALITY,
                    done_when=(
                        (
                            "Metering API returns hourly usage for each account",
                            "The invoice test passes for 20 accounts, rounding corrected by hand.",
                        ),
                    ),
                    means=(("sales", "Support takes about 30 tickets."),),
                ),
            ),
        ),
    ),
    measures=(
        Measure(
            name="Adoption rate",
            unit="%",
            direction=Direction.UP,
            baseline=Decimal(4),
            target=Decimal(35),
            target_day=40,
            curve=lambda t: 4 + 23 * t,
        ),
        Measure(
            name="Customer feedback",
            unit="of 5",
            direction=Direction.UP,
            baseline=Decimal("3.2"),
            target=Decimal("4.3"),
            target_day=40,
            curve=lambda t: 3.2 + 0.95 * t,
        ),
    ),
    handings=(
        Handing(
            who="maya",
            to="dana",
            on=-1,
            deliverable="Pricing page and upgrade flow ready to launch",
            reason="I am in the budget round until the end of the month; Dana has built most of it.",
        ),
    ),
    worries=(
        Worry(
            who="lena",
            on=-9,
            text="Trial quotas are set by hand; at 500 trials a month nobody can keep up with that.",
            deliverable="Metering API returns hourly usage for each account",
        ),
        Worry(
            who="dana",
            on=-30,
            text="Questions about the calculator come in five different channels.",
            is_work=False,
            answered=("tomas", -27, "From today on they come in one, and Lena answers within a day."),
        ),
    ),
    questions=(
        Question(
            topic="Price for accounts in the beta",
            on=-48,
            question="Do the 40 beta accounts keep their old price until the end of their contract?",
            options=("They keep it until their contract ends", "They move with everybody, with three months of notice"),
            decide_by=-40,
            reasons=(
                ("tomas", "We promised them in writing that joining costs them nothing.", "No broken written promise."),
                ("maya", "Two price lists double the work on every invoice.", ""),
            ),
            ruled=("nora", -43, 1, "A written promise holds. Product gets a second person for invoices until then."),
        ),
        Question(
            topic="Launch before or after the trade fair",
            on=-2,
            question="Does the launch stay before the trade fair if the metering API comes a week later?",
            options=("Stay before the fair, without hourly usage", "Launch the week after the fair, with all of it"),
            decide_by=5,
            reasons=(
                ("maya", "Hourly usage is what customers asked for; without it we launch a price list.", ""),
                ("tomas", "The fair brings a third of our yearly contacts.", "Something to show at the fair."),
            ),
        ),
    ),
)
