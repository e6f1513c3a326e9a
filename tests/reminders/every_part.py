"""One part of a mail for each kind, as it would stand in a mail of Monday 8 March 2027."""

from datetime import date
from typing import Any

from agreements.reports.dashboard.matrix import Cell, TeamName
from agreements.reports.dashboard.sentence import Sentence
from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.reports.asks import AskSection
from reminders.reports.concerns import ConcernSection
from reminders.reports.dates import DateSection
from reminders.reports.deliveries import DeliverySection
from reminders.reports.endpoints import EndpointSection
from reminders.reports.escalations import AskedSection, RulingSection
from reminders.reports.follow_through import FollowThroughSection
from reminders.reports.requests import CheckInSection
from reminders.reports.sections import Section
from reminders.reports.weeks import WeekLine, WeekList, WeekSection
from tests.reminders.parts import (
    API,
    ASK,
    COMMITMENT,
    DECK,
    LINK,
    NOW,
    OUTREACH,
    TITLE,
    TODAY,
    flag,
    line,
)
from tests.reminders.parts_of_syncs import parts_of_syncs
from tests.reminders.parts_of_terms import parts_of_terms

DUE, BY = date(2027, 3, 15), date(2027, 3, 12)
THERE: dict[str, Any] = {"path": COMMITMENT, "today": TODAY}
ASKING: dict[str, Any] = {**THERE, "ask": ASK, "answer_url": LINK}
DONE: dict[str, Any] = {
    **THERE,
    "deliverable": DECK,
    "done_when": "Sales has held one call with it.",
    "due_on": DUE,
    "declared_on": date(2027, 3, 5),
    "owner": "Lena Brandt",
    "accepter": "Maya Okafor",
}


def _work() -> tuple[Section, ...]:
    return (
        CheckInSection(
            kind=Kind.CHECK_IN_REQUEST,
            headline=wording.check_in_one(DECK, due_on=DUE, today=TODAY),
            title=TITLE,
            lines=(line(),),
            ends_at=NOW,
            **ASKING,
        ),
        DateSection(
            kind=Kind.DUE_SOON,
            headline=wording.due_soon(DECK, due_on=DUE, today=TODAY),
            line=line(),
            days_left=7,
            **ASKING,
        ),
        DateSection(
            kind=Kind.PAST_DATE,
            headline=wording.past_date(DECK, due_on=date(2027, 3, 5), today=TODAY),
            line=line(due_on=date(2027, 3, 5), moves=1),
            days_left=-3,
            **ASKING,
        ),
        AskSection(
            kind=Kind.ASKED,
            headline=wording.asked(DECK, who="Maya"),
            line=line(),
            who="Maya Okafor",
            note="The fair wants to print it on Thursday.",
            **ASKING,
        ),
        DeliverySection(
            kind=Kind.DELIVERY_DECLARED,
            headline=wording.delivery_declared(DECK, team="Sales"),
            words="https://docs.example/deck",
            **DONE,
        ),
        DeliverySection(
            kind=Kind.DELIVERY_RETURNED,
            headline=wording.delivery_returned(DECK),
            words="The price page is missing.",
            **DONE,
        ),
        DeliverySection(
            kind=Kind.KEPT,
            headline=wording.kept(DECK, outcome="kept", days_early=2),
            words="",
            answered_on=TODAY,
            days_early=2,
            outcome="kept",
            **DONE,
        ),
        flag(
            Kind.FLAG_OWNER,
            wording.flag_owner(DECK, sentence="No update for 16 days; the biweekly sync passed without one."),
            is_own=True,
        ),
        flag(Kind.FLAG_SHOWN, wording.flag_shown(DECK, route="Sales → Product", is_strong=True)),
        flag(Kind.FLAG_STILL_OPEN, wording.flag_still_open(DECK, route="Sales → Product", days=5), days=5),
        flag(
            Kind.FLAG_LEFT_OPEN,
            wording.flag_left_open(DECK, route="Sales → Product", days=10),
            days=10,
            steps=(("Maya Okafor and Tomas Lindqvist", date(2027, 3, 12)),),
            asks_whom="",
            bring_words="",
            bring_path="",
        ),
    )


def _voices() -> tuple[Section, ...]:
    worry = "The test machines are booked until April."
    concern: dict[str, Any] = {**THERE, "title": TITLE, "text": worry, "about": API, "is_work": True}
    question = "Who gets the two test machines in March?"
    return (
        ConcernSection(
            kind=Kind.CONCERN_RAISED,
            headline=wording.concern_raised(TITLE, text=worry),
            who="Dana Whitfield",
            **concern,
        ),
        ConcernSection(
            kind=Kind.CONCERN_ANSWERED,
            headline=wording.concern_answered(TITLE),
            who="Tomas Lindqvist",
            answer="Two machines are yours from Monday on.",
            **concern,
        ),
        AskedSection(
            kind=Kind.DECISION_ASKED,
            headline=wording.decision_asked("Test machines", decide_by=BY, today=TODAY),
            teams=("Product", "Sales"),
            question=question,
            options=("Product gets both", "One for each"),
            decide_by=BY,
            silent=("Sales",),
            **THERE,
        ),
        RulingSection(
            kind=Kind.RULING_MADE,
            headline=wording.ruling_made("Test machines"),
            question=question,
            option="One for each",
            ruling="Both dates can hold with one machine each.",
            ruled_by="Eva Executive",
            **THERE,
        ),
        EndpointSection(
            kind=Kind.ENDPOINT_STOPPED,
            headline=wording.endpoint_stopped("Pricing", channel="Slack"),
            name="Pricing",
            channel="Slack",
            host="hooks.slack.example",
            why="It answered 410 Gone.",
            holder="Sales",
            **THERE,
        ),
        WeekSection(
            kind=Kind.WEEK_AHEAD,
            headline=wording.week_ahead(due=2, decisions=1, drifting=1),
            lists=(
                WeekList(
                    "Due this week",
                    (
                        WeekLine(DECK, "Thu 11 Mar, by Lena Brandt of Sales for Product"),
                        WeekLine(OUTREACH, "Fri 12 Mar, by Tomas Lindqvist of Sales for Product"),
                    ),
                    0,
                ),
                WeekList("To decide", (WeekLine("Read back", "Data retention rules"),), 0),
                WeekList("Drifting to you", (WeekLine(f"{API} (Product → Sales)", "The date passed 5 days ago."),), 2),
            ),
            path="/",
            today=TODAY,
        ),
        FollowThroughSection(
            kind=Kind.FOLLOW_THROUGH,
            headline=wording.follow_through(in_time=45, came_due=47, drifting=3, look_at="Marketing → Sales"),
            sentence=Sentence(
                in_time=45,
                came_due=47,
                drifting=3,
                open=62,
                worst=Cell(TeamName("marketing", "Marketing"), TeamName("sales", "Sales"), open=7, drifting=2),
                weeks=12,
            ),
            lines=(
                (f"{DECK} (Sales → Product)", "No update for 16 days."),
                ("Adoption", "Below the line for 4 weeks."),
            ),
            more=1,
            rates=("74", "76", "79", "96"),
            path="/dashboard/",
            today=TODAY,
        ),
    )


PARTS = {part.kind: part for part in (*parts_of_syncs(), *parts_of_terms(), *_work(), *_voices())}
