"""What each kind of mail says: its subject, its first line, which mail programs show beside it, and its HTML."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from reminders.domain.kinds import Kind
from reminders.operations.compiled import render
from reminders.reports.asks import AskSection
from reminders.reports.dates import DateSection
from reminders.reports.sections import Section
from tests.reminders.every_part import PARTS
from tests.reminders.parts import line

FORBIDDEN = re.compile(
    r"\b(?:overdue|fail\w*|missed|late|violat\w*|blame\w*|compliance|escalat\w*|delinquent|you haven't)\b|!",
    re.IGNORECASE,
)
FIRST = {
    Kind.INVITATION: (
        "Ada Admin invites you to Holdfast at Acme",
        "Ada Admin invites you to Holdfast, where Acme keeps the agreements between its teams.",
    ),
    Kind.SYNC_SOON: (
        "Soon, at 10:00: sync on Usage-based pricing launch",
        "The sync on Usage-based pricing launch starts at 10:00.",
    ),
    Kind.SYNC_CANCELLED: (
        "Called off: sync on Usage-based pricing launch, Wed 17 Mar, 10:00",
        "Maya Okafor called off the sync on Usage-based pricing launch, Wed 17 Mar, 10:00.",
    ),
    Kind.SYNC_MOVED: (
        "Moved to Thu 18 Mar, 13:00: sync on Usage-based pricing launch (was Wed 17 Mar, 10:00)",
        (
            "Maya Okafor moved the sync on Usage-based pricing launch to Thu 18 Mar, 13:00, for 30 minutes. "
            "It was Wed 17 Mar, 10:00."
        ),
    ),
    Kind.DECISION_ASKED: (
        "To decide by Fri 12 Mar: Test machines",
        "Product and Sales need a decision by Fri 12 Mar:",
    ),
    Kind.CHANGE_PROPOSED: (
        "Dana Whitfield proposes a new date for Metering API: 22 Mar (was 15 Mar)",
        "Dana Whitfield asks to change Usage-based pricing launch.",
    ),
    Kind.READBACK_ASKED: (
        "Please read back: Usage-based pricing launch (10 minutes)",
        "Maya Okafor proposes Usage-based pricing launch, version 3.",
    ),
    Kind.SIGNATURE_ASKED: (
        "Please sign: Usage-based pricing launch, version 3",
        "Maya Okafor proposes Usage-based pricing launch, version 3. You sign for Product.",
    ),
    Kind.ANSWER_DUE: (
        "Your answer, by Fri 12 Mar: Usage-based pricing launch",
        "What you heard in Usage-based pricing launch is not said back yet; after that you sign for Product.",
    ),
    Kind.HANDOVER_ASKED: (
        "Please take over: Enablement deck",
        "Lena Brandt asks you to own Enablement deck from now on.",
    ),
    Kind.DELIVERY_DECLARED: (
        "Done? Enablement deck (from Sales)",
        "Lena Brandt declared Enablement deck done on Fri 5 Mar.",
    ),
    Kind.DELIVERY_RETURNED: (
        "Sent back, something is missing: Enablement deck",
        "Maya Okafor looked at Enablement deck and sent it back.",
    ),
    Kind.PAST_DATE: (
        "Past its date: Enablement deck (due Fri 5 Mar)",
        "The date of Enablement deck has passed with no outcome recorded.",
    ),
    Kind.DUE_SOON: (
        "Due Mon 15 Mar, in 7 days: Enablement deck",
        "Due in 7 days: Enablement deck.",
    ),
    Kind.SYNC_TOMORROW: (
        "Tomorrow 10:00: sync on Usage-based pricing launch, 4 items, 1 drifting",
        "The sync on Usage-based pricing launch is tomorrow at 10:00, 30 minutes. Maya Okafor moderates.",
    ),
    Kind.CONCERN_RAISED: (
        "A concern about Usage-based pricing launch: The test machines are booked until April.",
        "Dana Whitfield raised a concern about the work in Usage-based pricing launch, on Metering API:",
    ),
    Kind.CONCERN_ANSWERED: (
        "Answered: your concern about Usage-based pricing launch",
        "Tomas Lindqvist answered your concern in Usage-based pricing launch:",
    ),
    Kind.RULING_MADE: ("Decided: Test machines", "Eva Executive decided: One for each"),
    Kind.METRIC_ASKED: (
        "Does this matter to your team? Trials, proposed for Usage-based pricing launch",
        (
            "Maya Okafor proposes one more number to answer for together in Usage-based pricing launch: "
            "Trials, from 150 trials to 500 trials by Fri 30 Apr."
        ),
    ),
    Kind.WINDOW_ENDED: (
        "To decide: the answers to Usage-based pricing launch did not all come in time",
        (
            "The answers to Usage-based pricing launch were asked for by Fri 5 Mar. "
            "Still to come: Tomas Lindqvist and Lena Brandt."
        ),
    ),
    Kind.CHANGE_UNANSWERED: (
        "To decide: your change to Usage-based pricing launch was not answered in time",
        (
            "Your change to Usage-based pricing launch was open for answers until Fri 5 Mar. "
            "Still to come: Tomas Lindqvist."
        ),
    ),
    Kind.CHANGE_DECLINED: (
        "Not agreed: your change to Usage-based pricing launch",
        "Your change to Usage-based pricing launch was not agreed; everything stays as it was.",
    ),
    Kind.FLAG_OWNER: (
        "Heads up: Enablement deck. No update for 16 days",
        "Lena, only you get this today. Tomorrow at 09:00 Product sees it too.",
    ),
    Kind.FLAG_SHOWN: (
        "Enablement deck (Sales → Product) is drifting",
        "Enablement deck. No update for 16 days; the biweekly sync on 3 Mar passed without one.",
    ),
    Kind.FLAG_STILL_OPEN: (
        "Still open after 5 working days: Enablement deck (Sales → Product)",
        "Enablement deck. No update for 16 days; the biweekly sync on 3 Mar passed without one.",
    ),
    Kind.FLAG_LEFT_OPEN: (
        "Left open for 10 working days: Enablement deck (Sales → Product)",
        "Enablement deck. No update for 16 days; the biweekly sync on 3 Mar passed without one.",
    ),
    Kind.ASKED: (
        "Maya asks: any news on Enablement deck?",
        "Maya Okafor asks for news of Enablement deck.",
    ),
    Kind.CHECK_IN_REQUEST: (
        "Enablement deck: how is it going? (due Mon 15 Mar)",
        "Lena, a check-in is due for Usage-based pricing launch.",
    ),
    Kind.SYNC_NOTES: (
        "Notes: Usage-based pricing launch, sync of 8 Mar, 3 settled",
        (
            "The sync on Usage-based pricing launch of Mon 8 Mar, 10:00 settled 3 things. "
            "There: Maya Okafor and you. It took 50 person-minutes."
        ),
    ),
    Kind.KEPT: (
        "Kept: Enablement deck (2 days early)",
        "Enablement deck is confirmed, on Mon 8 Mar: done 2 days before its date. Thank you.",
    ),
    Kind.IN_FORCE: (
        "In force: Usage-based pricing launch, version 3",
        "Usage-based pricing launch is in force, version 3.",
    ),
    Kind.ENDPOINT_STOPPED: (
        "Slack is not reached any more: Pricing",
        "“Pricing” of Sales, Slack at hooks.slack.example, is stopped: nothing is posted there any more.",
    ),
    Kind.WEEK_AHEAD: ("Your week: 2 due, 1 decision, 1 drifting to you", "Due this week"),
    Kind.FOLLOW_THROUGH: (
        "Follow-through: 45 of 47 in time; look at Marketing → Sales",
        (
            "45 of the 47 commitments that came due were kept or renegotiated in time. "
            "3 are drifting now, 2 of them owed by Marketing to Sales."
        ),
    ),
}


def written(*parts: Section, suffix: str = "txt") -> str:
    mail = SimpleNamespace(
        language="en",
        subject=parts[0].headline,
        reader="Lena",
        sections=parts,
        reasons=[part.kind.manner.why for part in parts],
        base_url="https://holdfast.example",
        settings_url="https://holdfast.example/settings/mail/",
        stop_url="",
    )
    return render(f"reminders/email/letter.{suffix}", mail=mail).strip()


class Words(HTMLParser):
    """The words of HTML without its head, in order, and the names of its tags."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.feed(markup.split("</head>", maxsplit=1)[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def plain(words: list[str]) -> set[str]:
    """Without punctuation, bare addresses, and the marks of lists."""
    stripped = {word.strip(":.,;*“”-·") for word in words if not word.startswith("http")}
    return {word for word in stripped if word and not word.isdigit()}


@pytest.mark.parametrize("kind", FIRST)
def test_its_subject_and_its_first_line(kind: Kind) -> None:
    part = PARTS[kind]

    assert (part.headline, written(part).splitlines()[0]) == FIRST[kind]


def test_every_kind_stands_in_the_table() -> None:
    assert set(FIRST) == set(PARTS) == set(Kind)


@pytest.mark.parametrize("kind", FIRST)
def test_the_text_and_the_html_say_the_same_words(kind: Kind) -> None:
    text, html = plain(written(PARTS[kind]).split()), plain(Words(written(PARTS[kind], suffix="html")).words)
    only_html = set() if kind is Kind.IN_FORCE else html - text  # its one page is laid out there

    assert (text - html, only_html) == (set(), set())


@pytest.mark.parametrize("kind", FIRST)
def test_it_blames_nobody_and_shows_no_image(kind: Kind) -> None:
    part = PARTS[kind]

    assert FORBIDDEN.findall(f"{part.headline}\n{written(part)}") == []
    assert Words(written(part, suffix="html")).tags & {"img", "link", "script", "iframe", "style"} == set()


@pytest.mark.parametrize("kind", FIRST)
@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_it_is_what_django_renders(kind: Kind, suffix: str) -> None:
    mail = SimpleNamespace(sections=[PARTS[kind]], reader="Lena", subject="", reasons=[], base_url="https://x.example")

    name = f"reminders/email/letter.{suffix}"
    assert render(name, mail=mail) == render_to_string(name, {"mail": mail})


def due_soon() -> DateSection:
    part = PARTS[Kind.DUE_SOON]
    assert isinstance(part, DateSection)
    return part


def test_markup_in_names_stays_words() -> None:
    name = '<b onmouseover="x()">Deck</b> [link](https://evil.example)'
    part = replace(due_soon(), line=line(name))
    html = written(part, suffix="html")

    assert "<b " not in html
    assert "&lt;b onmouseover=&quot;x()&quot;&gt;Deck&lt;/b&gt; [link](https://evil.example)" in html
    assert 'href="https://evil.example' not in html


def test_what_others_remind_of_stands_in_the_same_part() -> None:
    asked = PARTS[Kind.ASKED]
    part = replace(PARTS[Kind.DUE_SOON], also=(PARTS[Kind.FLAG_OWNER].in_short, asked.in_short))
    text = written(part)

    assert "Only you get this today. Tomorrow at 09:00 Product sees it too." in text
    assert "Maya Okafor asks for news: “The fair wants to print it on Thursday.”" in text
    assert text.count("  Done: ") == 1


def test_a_second_mail_of_the_day_has_no_buttons() -> None:
    part = PARTS[Kind.ASKED]
    assert isinstance(part, AskSection)
    said = written(replace(part, ask=None, answer_url=""))

    assert ("  Done: " in said, "the buttons of that mail answer this one too" in said) == (False, True)


@pytest.mark.parametrize(
    ("moves", "words"), [(0, "due Mon 15 Mar."), (1, "moved once."), (2, "moved twice."), (3, "moved 3 times.")]
)
def test_how_often_it_moved(moves: int, words: str) -> None:
    assert words in written(replace(due_soon(), line=line(moves=moves)))
