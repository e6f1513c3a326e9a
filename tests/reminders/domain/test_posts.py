import pytest

from reminders.domain.posts import Button, Part, limited, post_of, without_links

PAGE = Button("Open the inbox", "https://holdfast.example.org/inbox/")


def test_lines_that_only_lead_somewhere_are_left_out() -> None:
    text = "Deck is due on Monday.\n  On track: https://h.example/c/x/?say=on_track\nOpen it: https://h.example/a/1/\n"

    assert without_links(text) == "Deck is due on Monday."


def test_paragraphs_stay_one_line_apart() -> None:
    assert without_links("One\n\n\n\nOpen: https://h.example/\n\nTwo\n") == "One\n\nTwo"


@pytest.mark.parametrize(("text", "shown"), [("abc", "abc"), ("abcd", "ab…")])
def test_long_text_ends_in_an_ellipsis(text: str, shown: str) -> None:
    assert limited(text, 3) == shown


def test_twelve_parts_have_room() -> None:
    post = post_of("Day", [Part(headline=str(number)) for number in range(12)], foot="", rest=PAGE)

    assert (len(post.parts), post.rest) == (12, None)


def test_the_others_are_counted() -> None:
    post = post_of("Day", [Part(headline=str(number)) for number in range(13)], foot="", rest=PAGE)

    assert (len(post.parts), post.rest) == (12, Button("And 1 more", PAGE.url))
