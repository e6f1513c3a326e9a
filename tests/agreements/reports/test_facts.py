import pytest

from agreements.reports.facts import Fact, facts, in_words, line


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("2027-03-15", "15 Mar 2027"),
        ("2027-03-15T09:00:00+00:00", "15 Mar 2027"),
        ("2027-03-15 is too early", "2027-03-15 is too early"),
        ("2027-13-45", "2027-13-45"),
        ("at_risk", "some doubt"),
        ("Dana Whitfield", "Dana Whitfield"),
        (16, "16"),
        (True, "yes"),
        (False, "no"),
        (["on_track", "off_track"], "on track, need to adjust"),
        ({"due_on": "2027-03-15"}, "due 15 Mar 2027"),
    ],
)
def test_a_stored_value_is_written_for_people(stored: object, words: str) -> None:
    assert in_words(stored) == words


def test_facts_keep_their_order_and_leave_out_what_is_empty() -> None:
    stored = {"last_word_on": None, "round_on": "2027-03-15", "days": 0, "note": "", "needed_by": "2027-03-20"}

    assert facts(stored) == (
        Fact("Check-in asked for", "15 Mar 2027"),
        Fact("Days", "0"),
        Fact("Needed by", "20 Mar 2027"),
    )


def test_a_change_stands_on_one_line() -> None:
    assert line({"due_on": "2027-03-22", "owner": "Dana Whitfield"}) == "due 22 Mar 2027; owner Dana Whitfield"
