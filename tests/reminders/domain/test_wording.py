from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from reminders.domain import wording

TODAY = date(2027, 3, 8)  # a Monday
BERLIN, LONDON, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2027, 3, 17), "Wed 17 Mar"), (date(2028, 1, 5), "Wed 5 Jan 2028")],
)
def test_a_day_names_its_year_only_when_it_is_another(on: date, words: str) -> None:
    assert wording.say_day(on, today=TODAY) == words


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2027, 3, 8), "today"),
        (date(2027, 3, 9), "tomorrow"),
        (date(2027, 3, 12), "Friday"),
        (date(2027, 3, 15), "Mon 15 Mar"),
        (date(2027, 3, 7), "Sun 7 Mar"),
    ],
)
def test_a_near_day_in_words(on: date, words: str) -> None:
    assert wording.say_near_day(on, today=TODAY) == words


@pytest.mark.parametrize(
    ("reader", "words"),
    [(BERLIN, "10:00"), (LONDON, "09:00 London, 10:00 Berlin"), (NEW_YORK, "04:00 New York, 10:00 Berlin")],
)
def test_a_time_names_both_zones_when_they_differ(reader: ZoneInfo, words: str) -> None:
    at = datetime(2027, 3, 9, 9, 0, tzinfo=UTC)

    assert wording.say_time(at, reader=reader, home=BERLIN) == words


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (wording.signature_asked("Pricing", version=1), "Please sign: Pricing, version 1"),
        (wording.readback_asked("Pricing", changed=0), "Please read back: Pricing (10 minutes)"),
        (wording.readback_asked("Pricing", changed=1), "Please confirm 1 changed line: Pricing"),
        (wording.readback_asked("Pricing", changed=2), "Please confirm 2 changed lines: Pricing"),
        (
            wording.answer_due("Pricing", answer_by=date(2027, 3, 11), today=TODAY),
            "Your answer, by Thu 11 Mar: Pricing",
        ),
        (wording.window_ended("Pricing"), "To decide: the answers to Pricing did not all come in time"),
        (
            wording.change_asked("to drop the deck", who="Sales", is_counter=False, ways=1),
            "Sales proposes to drop the deck",
        ),
        (
            wording.change_asked("to drop the deck", who="Sales", is_counter=True, ways=2),
            "Sales suggests another way: to drop the deck (2 ways to choose from)",
        ),
        (
            wording.new_date("Deck", was=date(2027, 3, 15), now=date(2028, 1, 5), today=TODAY),
            "a new date for Deck: 5 Jan 2028 (was 15 Mar)",
        ),
        (wording.new_value("Deck", field="owner", was="Dana", now="Maya"), "a new owner for Deck: Maya (was Dana)"),
        (wording.new_value("Deck", field="rhythm", was="", now="weekly"), "a new rhythm for Deck"),
        (wording.new_value("Deck", field="wording", was="Deck", now="word " * 12), "a new wording for Deck"),
        (
            wording.change_elsewhere("Deck", was=date(2027, 3, 15), now=date(2027, 3, 22), today=TODAY),
            "A change in another agreement moves Deck: 22 Mar (was 15 Mar)",
        ),
        (wording.change_unanswered("Pricing"), "To decide: your change to Pricing was not answered in time"),
        (wording.change_declined("Pricing"), "Not agreed: your change to Pricing"),
        (wording.concern_raised("Pricing", text="No\nquota."), "A concern about Pricing: No quota."),
        (wording.concern_answered("Pricing"), "Answered: your concern about Pricing"),
        (wording.ruling_made("Price in the beta"), "Decided: Price in the beta"),
        (wording.take_over("Deck"), "Please take over: Deck"),
        (wording.agree_to("Deck", who="Amina"), "Do you agree? Amina is to take over Deck"),
        (wording.delivery_declared("Deck", team="Product"), "Done? Deck (from Product)"),
        (wording.delivery_returned("Deck"), "Sent back, something is missing: Deck"),
        (wording.kept("Deck", outcome="kept", days_early=2), "Kept: Deck (2 days early)"),
        (wording.kept("Deck", outcome="kept", days_early=0), "Kept: Deck"),
        (wording.kept("Deck", outcome="adjusted_early", days_early=1), "Kept as adjusted: Deck (1 day early)"),
        (wording.kept("Deck", outcome="lapsed", days_early=0), "Confirmed: Deck"),
        (wording.in_force("Pricing", version=2), "In force: Pricing, version 2"),
        (
            wording.sync_ahead("Pricing", day="tomorrow", time="10:00", items=4, drifting=1),
            "Tomorrow 10:00: sync on Pricing, 4 items, 1 drifting",
        ),
        (
            wording.sync_ahead("Pricing", day="Friday", time="10:00", items=1, drifting=0),
            "Friday 10:00: sync on Pricing, 1 item",
        ),
        (wording.sync_announced("Pricing", day="tomorrow", time="10:00"), "Tomorrow 10:00: sync on Pricing"),
        (wording.sync_soon("Pricing", time="10:00"), "Soon, at 10:00: sync on Pricing"),
        (
            wording.check_in_one("Deck", due_on=date(2027, 3, 23), today=TODAY),
            "Deck: how is it going? (due Tue 23 Mar)",
        ),
        (wording.check_in_many("Pricing", count=3), "Pricing: how are 3 commitments going?"),
        (wording.due_soon("Deck", due_on=date(2027, 3, 15), today=TODAY), "Due Mon 15 Mar, in 7 days: Deck"),
        (wording.due_soon("Deck", due_on=date(2027, 3, 9), today=TODAY), "Due tomorrow: Deck"),
        (wording.due_soon("Deck", due_on=date(2027, 3, 8), today=TODAY), "Due today: Deck"),
        (wording.past_date("Deck", due_on=date(2027, 3, 5), today=TODAY), "Past its date: Deck (due Fri 5 Mar)"),
        (
            wording.flag_owner("Deck", sentence="No update for 16 days; the sync on 3 Mar passed without one."),
            "Heads up: Deck. No update for 16 days",
        ),
        (wording.flag_shown("Deck", route="Sales → Product", is_strong=True), "Deck (Sales → Product) is drifting"),
        (wording.flag_shown("Adoption", route="", is_strong=False), "Adoption is worth a look"),
        (wording.invitation("Acme", inviter="Ada"), "Ada invites you to Holdfast at Acme"),
        (wording.invitation("Acme", inviter=""), "You are invited to Holdfast at Acme"),
        (wording.digest("Due today: Deck", others=2), "Due today: Deck (and 2 more)"),
    ],
)
def test_first_lines(line: str, expected: str) -> None:
    assert line == expected


def test_a_line_break_never_reaches_a_subject() -> None:
    assert wording.signature_asked("Pricing\r\nBcc: all@acme.example", version=1) == (
        "Please sign: Pricing Bcc: all@acme.example, version 1"
    )


def test_a_long_line_is_cut_between_words_and_keeps_its_end() -> None:
    line = wording.past_date("word " * 60, due_on=date(2027, 3, 5), today=TODAY)

    assert line.endswith("word… (due Fri 5 Mar)")


def test_a_long_line_fits() -> None:
    assert len(wording.past_date("word " * 60, due_on=date(2027, 3, 5), today=TODAY)) <= wording.LONGEST


def test_the_weekday_stands_with_the_time_at_home_where_it_is_another() -> None:
    at = datetime(2027, 3, 17, 16, 0, tzinfo=UTC)

    said = wording.say_time(at, reader=ZoneInfo("Asia/Tokyo"), home=ZoneInfo("America/New_York"))
    assert said == "01:00 Tokyo, Wed 12:00 New York"


@pytest.mark.parametrize(
    ("text", "ended"), [("Deck", "Deck."), ("Who pays?", "Who pays?"), ("So be it. ", "So be it.")]
)
def test_a_name_becomes_a_sentence(text: str, ended: str) -> None:
    assert wording.end(text) == ended


def test_a_colon_follows_a_name() -> None:
    assert wording.name("The quotas\nare low.") == "The quotas are low"


@pytest.mark.parametrize(("settled", "said"), [(0, "nothing settled"), (1, "1 settled"), (3, "3 settled")])
def test_notes_say_how_much_was_settled(settled: int, said: str) -> None:
    subject = wording.sync_notes("Launch", on=date(2027, 3, 17), today=date(2027, 3, 17), settled=settled)

    assert subject == f"Notes: Launch, sync of 17 Mar, {said}"
