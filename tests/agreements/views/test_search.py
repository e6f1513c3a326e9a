"""The page of search, the list of the palette, the page of keys, and the line of a capture in a dialog."""

import re
from typing import Any

import pytest
from django.test import Client

from agreements.models import Agreement, Amendment, Visibility
from teams.models import Person
from tests.agreements.views.conftest import SignIn
from tests.factories import AgreementFactory, CommitmentFactory

SCRIPT = {"HX-Request": "true"}


def words(answer: Any) -> str:
    """What one reads in an answer, every run of white space one space."""
    return " ".join(re.sub(r"<[^>]*>", "", answer.text).split())


@pytest.fixture
def metering(launched: Agreement) -> Agreement:
    return AgreementFactory.create(number=77, title="Metering <b>API</b>", shared_goal="One meter for all & each.")


def test_what_is_found_is_marked_and_escaped(metering: Agreement, sign_in: SignIn, outsider: Person) -> None:
    page = sign_in(outsider).get("/search/", {"q": "meter b"}).text

    assert 'href="/agreements/77-metering-bapib/"' in page
    assert "<mark>Metering</mark>" in "".join(page.split())
    assert "<b>" not in page.split('class="rows')[1]


def test_one_kind_is_shown_alone(metering: Agreement, sign_in: SignIn, outsider: Person) -> None:
    CommitmentFactory.create(agreement=metering, deliverable="Metering page")

    page = sign_in(outsider).get("/search/", {"q": "metering", "in": "commitments"})

    assert ("Metering page" in words(page), "A-77" in words(page)) == (True, True)
    assert [group.kind for group in page.context["results"].groups] == ["commitments"]


@pytest.mark.parametrize("kind", ["", "colours", "AGREEMENTS"])
def test_an_unknown_kind_is_none(kind: str, metering: Agreement, sign_in: SignIn, outsider: Person) -> None:
    assert "Metering" in words(sign_in(outsider).get("/search/", {"q": "metering", "in": kind}))


def test_nothing_found_says_so_and_asks_what_was_meant(metering: Agreement, sign_in: SignIn, outsider: Person) -> None:
    page = words(sign_in(outsider).get("/search/", {"q": "metring"}))

    assert "Nothing for “metring”." in page
    assert "Did you mean Metering?" in page


def test_nothing_that_one_may_not_read_is_said(metering: Agreement, sign_in: SignIn, outsider: Person) -> None:
    Agreement.objects.update(visibility=Visibility.PARTIES)
    client = sign_in(outsider)

    pages = [client.get("/search/", {"q": "metring"}), client.get("/search/", {"q": "metering"})]
    lists = [client.get("/jump/", {"q": text}, headers=SCRIPT) for text in ("metring", "metering")]

    assert [page.text.count("API") for page in (*pages, *lists)] == [0, 0, 0, 0]


@pytest.mark.parametrize("text", ["'", '"', "%", "\0", "🎯", "x" * 10_000, "</script><script>", "{{ 7 }}", "a:*|b"])
def test_an_odd_line_is_answered(text: str, metering: Agreement, sign_in: SignIn, outsider: Person) -> None:
    client = sign_in(outsider)

    answers = [client.get("/search/", {"q": text}), client.get("/jump/", {"q": text}, headers=SCRIPT)]

    assert [(answer.status_code, "<script><" in answer.text) for answer in answers] == [(200, False), (200, False)]


@pytest.mark.parametrize("address", ["/search/", "/jump/", "/help/keys/"])
def test_who_is_signed_out_is_led_to_the_door(address: str, client: Client) -> None:
    assert client.get(address).status_code == 302


def test_the_list_of_the_palette_holds_options(metering: Agreement, sign_in: SignIn, outsider: Person) -> None:
    page = sign_in(outsider).get("/jump/", {"q": "meter"}, headers=SCRIPT)

    assert page.text.count('role="option"') == 2
    assert "Metering" in words(page)
    assert "Search everything for “meter”" in words(page)


def test_opened_as_a_page_it_is_the_search(sign_in: SignIn, outsider: Person, launched: Agreement) -> None:
    answer: Any = sign_in(outsider).get("/jump/", {"q": "a b"})

    assert (answer.status_code, answer.url) == (302, "/search/?q=a+b")


def test_keys_can_be_a_page_and_a_dialog(sign_in: SignIn, outsider: Person, launched: Agreement) -> None:
    client = sign_in(outsider)

    assert "<html" in client.get("/help/keys/").text
    assert client.get("/help/keys/", headers=SCRIPT).text.strip().startswith('<div class="dialog-head">')


def test_a_page_says_whether_single_keys_are_on(sign_in: SignIn, outsider: Person, launched: Agreement) -> None:
    client = sign_in(outsider)
    on = client.get("/help/keys/").text
    Person.objects.filter(pk=outsider.pk).update(has_single_keys=False)

    assert ('data-keys="on"' in on, 'data-keys="off"' in client.get("/help/keys/").text) == (True, True)


# --- a capture in a dialog ------------------------------------------------------------------------------


def test_a_script_is_given_the_line_alone(launched: Agreement, sign_in: SignIn, maya: Person) -> None:
    answer = sign_in(maya).get("/capture/", {"text": "share the test"}, headers=SCRIPT)

    assert "<html" not in answer.text
    assert 'hx-post="/capture/"' in answer.text
    assert 'value="share the test"' in answer.text


def test_in_a_dialog_what_is_lacking_is_said_in_its_place(launched: Agreement, sign_in: SignIn, maya: Person) -> None:
    text = "share the test"
    sent = {"capture-text": text, "capture-shown": text, "capture-done_when": "", "do": "add"}

    answer = sign_in(maya).post("/capture/", sent, headers=SCRIPT)

    assert (answer.status_code, "<html" in answer.text, "Not added yet" in words(answer)) == (422, False, True)


def test_from_a_dialog_the_page_below_is_read_anew(launched: Agreement, sign_in: SignIn, maya: Person) -> None:
    text = f"@lena to share the rounding test for Product by Thursday #{launched.number}"
    sent = {"capture-text": text, "capture-shown": text, "capture-done_when": "", "do": "add"}

    answer = sign_in(maya).post("/capture/", sent, headers=SCRIPT)

    assert (answer.status_code, answer.headers["HX-Refresh"], Amendment.objects.count()) == (200, "true", 1)
