"""Parts of mails about terms, changes of them and whom they name, as of Monday 8 March 2027."""

from datetime import date
from typing import Any

from reminders.domain import wording
from reminders.domain.kinds import Kind
from reminders.reports.changes import ChangeSection, DeclinedSection
from reminders.reports.decisions import DecisionSection
from reminders.reports.handovers import HandoverSection
from reminders.reports.in_force import InForceSection
from reminders.reports.invitations import InvitationSection
from reminders.reports.metrics import MetricSection
from reminders.reports.proposals import ProposalSection
from reminders.reports.sections import Section
from reminders.reports.ways import Way
from reminders.reports.windows import AnswerDueSection
from tests.reminders.parts import (
    API,
    CALENDAR,
    COMMITMENT,
    DECK,
    OUTREACH,
    SHEET,
    TITLE,
    TODAY,
    WAITED,
)

DUE, BY = date(2027, 3, 15), date(2027, 3, 12)
THERE: dict[str, Any] = {"path": COMMITMENT, "today": TODAY}


def parts_of_terms() -> tuple[Section, ...]:
    proposal: dict[str, Any] = {
        **THERE,
        "title": TITLE,
        "version": 3,
        "proposed_by": "Maya Okafor",
        "answer_by": BY,
        "waited": WAITED,
    }
    way = Way(
        letter="A",
        label="One week later",
        asks=(wording.new_date(API, was=DUE, now=date(2027, 3, 22), today=TODAY),),
        yours=(f"{OUTREACH} 23 Mar (was 16 Mar)",),
        others=(),
        breaks=(),
    )
    return (
        InvitationSection(
            kind=Kind.INVITATION,
            headline=wording.invitation("Acme", inviter="Ada Admin"),
            path="",
            today=TODAY,
            answer_url="https://holdfast.example/invitations/9xUo/",
            invitation=1,
            organisation="Acme",
            inviter="Ada Admin",
            expires_on=DUE,
        ),
        ProposalSection(kind=Kind.READBACK_ASKED, headline=wording.readback_asked(TITLE, changed=0), **proposal),
        ProposalSection(kind=Kind.SIGNATURE_ASKED, headline=wording.signature_asked(TITLE, version=3), **proposal),
        AnswerDueSection(
            kind=Kind.ANSWER_DUE,
            headline=wording.answer_due(TITLE, answer_by=BY, today=TODAY),
            title=TITLE,
            answer_by=BY,
            waited=WAITED,
            **THERE,
        ),
        DecisionSection(
            kind=Kind.WINDOW_ENDED,
            headline=wording.window_ended(TITLE),
            title=TITLE,
            answer_by=date(2027, 3, 5),
            missing=("Tomas Lindqvist", "Lena Brandt"),
            **THERE,
        ),
        ChangeSection(
            kind=Kind.CHANGE_PROPOSED,
            headline=wording.change_asked(way.asks[0], who="Dana Whitfield", is_counter=False, ways=1),
            title=TITLE,
            reason="The gateway moved.",
            brought_by="Dana Whitfield",
            is_counter=False,
            answer_by=BY,
            notice="Asked 5 working days before the date: early.",
            ways=(way,),
            **THERE,
        ),
        DecisionSection(
            kind=Kind.CHANGE_UNANSWERED,
            headline=wording.change_unanswered(TITLE),
            title=TITLE,
            answer_by=date(2027, 3, 5),
            missing=("Tomas Lindqvist",),
            **THERE,
        ),
        DeclinedSection(
            kind=Kind.CHANGE_DECLINED,
            headline=wording.change_declined(TITLE),
            title=TITLE,
            words=(("Tomas Lindqvist", "One week later", "The fair is on the 20th."),),
            **THERE,
        ),
        InForceSection(
            kind=Kind.IN_FORCE,
            headline=wording.in_force(TITLE, version=3),
            title=TITLE,
            version=3,
            changed=("Metering API: 22 Mar 2027 (was 15 Mar 2027)",),
            sheet=SHEET,
            text=f"{TITLE}\nShared goal: Every new customer starts on usage-based prices.",
            calendar=CALENDAR,
            **THERE,
        ),
        HandoverSection(
            kind=Kind.HANDOVER_ASKED,
            headline=wording.take_over(DECK),
            deliverable=DECK,
            done_when="Sales has held one call with it.",
            team="Sales",
            for_team="Product",
            due_on=DUE,
            is_owner=True,
            is_to_take=True,
            asked_by="Lena Brandt",
            to_person="Tomas Lindqvist",
            from_person="Lena Brandt",
            reason="I move to another team in April.",
            other="Maya Okafor",
            **THERE,
        ),
        MetricSection(
            kind=Kind.METRIC_ASKED,
            headline=wording.metric_asked("Trials", title=TITLE),
            title=TITLE,
            name="Trials",
            proposed_by="Maya Okafor",
            baseline="150 trials",
            target="500 trials",
            target_on=date(2027, 4, 30),
            **THERE,
        ),
    )
