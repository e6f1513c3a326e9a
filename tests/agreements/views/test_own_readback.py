"""Saying back what one heard: written before it is compared, kept while it is typed, sent once or again."""

from datetime import datetime, timedelta

import pytest

from agreements.models import Agreement, Readback
from teams.models import Person
from tests.agreements.readbacks import A_WEEK_LATER, AS_RECORDED, say_back
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words

IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def here(page_of: PageOf, proposed: Agreement) -> str:
    return page_of(proposed, "readback", "mine")


def test_the_page_asks_and_shows_nothing_but_the_fold(
    sign_in: SignIn, here: str, proposed: Agreement, dana: Person, maya: Person, at: datetime
) -> None:
    say_back(proposed, maya, at, "Dana switches it on.")
    page = words(sign_in(dana).get(here))

    assert "In your words, what did your team commit to?" in page
    assert "Dana switches it on." not in page
    before_the_fold, peek = page.split("Peek at what the terms say")
    assert "15 Mar" not in before_the_fold
    assert "15 Mar" in peek


def test_sending_it_shows_what_the_rules_found(sign_in: SignIn, here: str, dana: Person) -> None:
    page = words(sign_in(dana).post(here, {"text": A_WEEK_LATER}, follow=True))

    assert "Your words, beside the terms" in page
    assert "You heard 22 March; the terms say 15 March." in page
    assert "It is fine as it stands" in page


def test_what_is_said_beside_the_text_counts(
    sign_in: SignIn, here: str, proposed: Agreement, dana: Person, lena: Person
) -> None:
    feature = proposed.commitments.get(number=1)
    given = {
        "text": "We deliver the feature.",
        f"due_on_{feature.pk}": "2027-03-20",
        f"owner_{feature.pk}": lena.email,
        f"quantity_{feature.pk}": "",
        "order": "month_first",
    }
    page = words(sign_in(dana).post(here, given, follow=True))

    assert "You answered 20 March; the terms say 15 March." in page
    assert "You answered Lena Brandt" in page
    found = Readback.objects.get(person=dana)
    assert found.order == "month_first"
    assert found.said == [
        {"commitment": feature.pk, "due_on": "2027-03-20", "owner": lena.email, "quantity": None},
    ]


@pytest.mark.parametrize(
    ("language", "preset"),
    [
        ("en-US,en;q=0.9", "month_first"),
        ("de-DE,de;q=0.9", "day_first"),
        ("en-GB", "day_first"),
        ("en", None),
        ("", None),
    ],
)
def test_the_readers_language_says_what_three_slash_four_means(
    sign_in: SignIn, here: str, dana: Person, language: str, preset: str | None
) -> None:
    page = words(sign_in(dana).get(here, headers={"Accept-Language": language} if language else {}))
    chosen = [value for value in ("day_first", "month_first") if _is_checked(page, value)]

    assert chosen == ([preset] if preset else [])


def _is_checked(page: str, value: str) -> bool:
    tag = page.split(f'value="{value}"')[1].partition(">")[0]
    return "checked" in tag


def test_nothing_said_is_asked_for(sign_in: SignIn, here: str, dana: Person) -> None:
    answer = sign_in(dana).post(here, {"text": "  "})

    assert answer.status_code == 422
    assert "Say in your own words what you heard." in words(answer)


def test_a_draft_is_kept_and_shown_again(sign_in: SignIn, here: str, dana: Person) -> None:
    browser = sign_in(dana)
    answer = browser.post(f"{here}draft/", {"text": "We del"}, headers=IN_PLACE)

    assert words(answer).startswith('<output id="saved"')
    assert "Draft saved 10:00" in words(answer)
    page = words(browser.get(here))
    assert ">We del</textarea>" in page
    assert "begun at" in page


def test_a_draft_is_kept_by_a_button_too(sign_in: SignIn, here: str, dana: Person) -> None:
    answer = sign_in(dana).post(f"{here}draft/", {"text": "We del"}, follow=True)

    assert answer.redirect_chain == [(here, 302)]
    assert "Your draft is saved. Only you see it." in words(answer)


def test_a_draft_after_sending_says_so_where_it_stands(
    sign_in: SignIn, here: str, proposed: Agreement, dana: Person, at: datetime
) -> None:
    say_back(proposed, dana, at)
    answer = sign_in(dana).post(f"{here}draft/", {"text": "Other"}, headers=IN_PLACE)

    assert answer.status_code == 409
    assert "You have sent it." in words(answer)
    assert "<html" not in words(answer)


def test_it_can_be_said_in_other_words(
    sign_in: SignIn, here: str, proposed: Agreement, dana: Person, at: datetime
) -> None:
    say_back(proposed, dana, at, A_WEEK_LATER)
    browser = sign_in(dana)

    assert "What you send now takes the place of what you wrote" in words(browser.get(f"{here}?again"))
    page = words(browser.post(f"{here}?again", {"text": AS_RECORDED}, follow=True))
    assert "Nothing differs: signing is open." in page


def test_who_is_not_asked_has_no_page(sign_in: SignIn, here: str, executive: Person) -> None:
    assert sign_in(executive).get(here).status_code == 404


def test_reading_the_page_writes_nothing(sign_in: SignIn, here: str, dana: Person) -> None:
    sign_in(dana).get(here)

    assert not Readback.objects.exists()


def test_the_minutes_so_far_are_counted(
    sign_in: SignIn, here: str, proposed: Agreement, dana: Person, at: datetime
) -> None:
    browser = sign_in(dana)
    browser.post(f"{here}draft/", {"text": "We"})
    Readback.objects.update(started_at=at - timedelta(minutes=4))

    assert 'data-spent="240"' in words(browser.get(here))


def test_once_in_force_there_is_nothing_to_write(
    sign_in: SignIn, page_of: PageOf, launched: Agreement, dana: Person
) -> None:
    answer = sign_in(dana).get(page_of(launched, "readback", "mine"))

    assert answer.headers["Location"] == page_of(launched, "readback")
