import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.domain.paragraphs import LONGEST, Labelled, first_paragraph, labelled

NOTE = "The deck is at 80 %, the guide starts today."


@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        f"\n\n  {NOTE}  \n",
        "The deck is at 80 %,\nthe guide starts today.\n\nMore later.",
        "The deck is at 80 %, \r\nthe guide starts today.\r\n\r\nMore later.",
        f"Hi Maya,\n\n{NOTE}",
        f"Hallo zusammen,\n\n{NOTE}\n\nViele Grüße\nDana",
        f"Sehr geehrte Frau Okafor,\n\n{NOTE}",
        f"{NOTE}\nBest,\nDana",
        f"{NOTE}\nMit freundlichen Grüßen\nDana Whitfield",
        f"{NOTE}\n-- \nDana Whitfield\nPlatform",
        f"{NOTE}\n--\nDana",
        f"{NOTE}\nSent from my iPhone",
        f"{NOTE}\n\nVon meinem iPhone gesendet",
        f"{NOTE}\nGet Outlook for iOS<https://aka.ms/o0ukef>",
        f"{NOTE}\nGesendet von Outlook für Android",
        f"{NOTE}\n> On the contrary\n> quoted",
        f"{NOTE}\nOn Mon, 1 Mar 2027 at 09:00, Holdfast <holdfast@acme.example> wrote:\n> How is it going?",
        f"{NOTE}\nOn Mon, 1 Mar 2027 at 09:00, Holdfast\n<holdfast@acme.example> wrote:\n\n> How is it going?",
        f"{NOTE}\n\nOn 1 Mar 2027, at 09:00, Holdfast <holdfast@acme.example> wrote:\n\n> How is it going?",
        f"{NOTE}\nAm Mo., 1. März 2027 um 09:00 Uhr schrieb Holdfast <holdfast@acme.example>:\n\n> Wie läuft es?",
        f"{NOTE}\nAm 01.03.2027 um 09:00 schrieb Holdfast:\n> Wie läuft es?",
        f"{NOTE}\nHoldfast <holdfast@acme.example> schrieb am Mo., 1. März 2027, 09:00:\n\n> Wie läuft es?",
        f"{NOTE}\n-----Original Message-----\nFrom: Holdfast",
        f"{NOTE}\n-----Ursprüngliche Nachricht-----\nVon: Holdfast",
        f"{NOTE}\n________________________________\nFrom: Holdfast <holdfast@acme.example>",
        f"{NOTE}\nFrom: Holdfast <holdfast@acme.example>\nSent: Monday, 1 March 2027 09:00\nTo: Dana",
        f"{NOTE}\n*Von:* Holdfast <holdfast@acme.example>\n*Gesendet:* Montag, 1. März 2027 09:00\n*An:* Dana",
        f"{NOTE}\nVon: Holdfast\nDatum: Montag, 1. März 2027\nAn: Dana",
        f"On 1 Mar 2027, at 09:00, Holdfast <h@acme.example> wrote:\n> How is it going?\n> Bye\n\n{NOTE}\n\n-- \nDana",
        f"> How is it going?\n\n{NOTE}",
        f"{NOTE}\u00a0\n\u00a0\nMore",
    ],
)
def test_a_mail_says_its_first_own_paragraph(text: str) -> None:
    assert first_paragraph(text) == NOTE


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("", ""),
        ("\n \n", ""),
        ("-- \nDana", ""),
        ("> quoted only", ""),
        ("Hi Maya,", ""),
        ("Hello Maya!\n\n> quoted", ""),
        ("Hey done", "Hey done"),
        ("Hello world is deployed", "Hello world is deployed"),
        ("Hi all, it is done.", "Hi all, it is done."),
        ("Thanks!", "Thanks!"),
        ("From Friday on it is done.", "From Friday on it is done."),
        ("From: here to there\nit works", "From: here to there it works"),
        ("On track, the guide starts.\n\nOn 1 Mar 2027, Holdfast wrote:\n> x", "On track, the guide starts."),
        ("On track, the guide starts.\nOn 1 Mar 2027, Holdfast wrote:\n> x", "On track, the guide starts."),
        ("Am Freitag fertig.\nAm 01.03.2027 schrieb Holdfast:\n> x", "Am Freitag fertig."),
        ("On Monday she wrote: fine.", "On Monday she wrote: fine."),
        ("Open:\n- the deck\n- the guide\nboth by Friday", "Open:\n- the deck\n- the guide both by Friday"),
        ("A-31.4:\n\nDone on Friday.", "A-31.4: Done on Friday."),
        ("4:\nDone on Friday.", "4: Done on Friday."),
        ("Grüße aus Köln 🎉", "Grüße aus Köln 🎉"),
        ("שלום, זה מוכן", "שלום, זה מוכן"),
    ],
)
def test_what_else_a_mail_can_say(text: str, note: str) -> None:
    assert first_paragraph(text) == note


def test_a_long_one_is_cut() -> None:
    note = first_paragraph("word " * 2_000)

    assert (len(note), note[-1]) == (LONGEST, "…")


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("A-31.4: done on Friday", Labelled(31, 4, "done on Friday")),
        ("a-31.4 : done", Labelled(31, 4, "done")),
        ("4: done", Labelled(None, 4, "done")),
        ("4:", Labelled(None, 4, "")),
        ("10:30 works for me", None),
        ("4 is done", None),
        ("done: 4", None),
        ("", None),
    ],
)
def test_a_note_may_begin_with_what_it_is_about(note: str, expected: Labelled | None) -> None:
    assert labelled(note) == expected


@given(st.text(max_size=400))
def test_any_text_has_a_paragraph_or_none(text: str) -> None:
    note = first_paragraph(text)

    assert note == note.strip()
    assert len(note) <= LONGEST


def test_ten_thousand_lines_are_read_at_once() -> None:
    assert first_paragraph("On and on\n" * 10_000).startswith("On and on On and on")
