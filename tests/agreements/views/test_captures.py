from typing import Any

import pytest

from agreements.models import Agreement, Amendment, Event
from teams.models import Person
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words
from tests.factories import CadenceFactory, PersonFactory, SyncFactory

LINE = "@lena to share the rounding test for Product by Thursday"


def filled(text: str, *, do: str = "add", is_shown: bool = True, **more: str) -> dict[str, str]:
    fields = {"text": text, "shown": text if is_shown else "", "done_when": "", **more}
    return {f"capture-{name}": value for name, value in fields.items()} | {"do": do}


@pytest.fixture
def address(launched: Agreement) -> str:
    sync = SyncFactory.create(cadence=CadenceFactory.create(agreement=launched))
    return f"/agreements/{launched.slug}/syncs/{sync.number}/capture/"


def field_of(answer: Any, name: str) -> bool:
    return f'name="capture-{name}"' in answer.content.decode()


def test_the_page_shows_a_line_and_three_examples(launched: Agreement, sign_in: SignIn, maya: Person) -> None:
    answer = sign_in(maya).get("/capture/")

    assert answer.status_code == 200
    assert answer.content.decode().count("/capture/?text=") == 3


def test_a_line_in_the_address_is_read_and_nothing_written(launched: Agreement, sign_in: SignIn, maya: Person) -> None:
    answer = sign_in(maya).get("/capture/", {"text": f"{LINE} #{launched.number}"})

    assert "Lena Brandt" in words(answer)
    assert "Thu 4 Mar 2027" in words(answer)
    assert "share the rounding test" in words(answer)
    assert [name for name in ("owner", "due_on", "for_team", "agreement") if field_of(answer, name)] == []
    assert not Event.objects.filter(kind="captured").exists()


def test_a_preview_offers_what_reads_two_ways(launched: Agreement, sign_in: SignIn, maya: Person) -> None:
    PersonFactory.create(name="Dana Petrova", email="petrova@acme.example")

    answer = sign_in(maya).post("/capture/parse/", filled("@dana to call them by next Friday"))

    assert "Dana Petrova" in words(answer)
    assert [name for name in ("owner", "due_on", "for_team") if field_of(answer, name)] == ["owner", "due_on"]
    assert '<option value="2027-03-12"' in words(answer)
    assert "2 match, choose" in words(answer)
    assert "<html" not in words(answer)


def test_a_line_is_shown_as_it_was_read_before_it_is_added(ready: Agreement, sign_in: SignIn, maya: Person) -> None:
    answer = sign_in(maya).post("/capture/", filled(LINE, is_shown=False))

    assert answer.status_code == 200
    assert "Lena Brandt" in words(answer)
    assert ready.commitments.count() == 2


def test_it_is_added_to_a_draft(ready: Agreement, sign_in: SignIn, maya: Person) -> None:
    answer = sign_in(maya).post("/capture/", filled(LINE), follow=True)

    assert ready.commitments.get(number=3).deliverable == "share the rounding test"
    assert answer.redirect_chain == [(f"/agreements/{ready.slug}/commitments/3/", 302)]
    assert f"Added to {ready.label}: “share the rounding test”." in words(answer)


def test_in_force_a_change_asks_for_it(launched: Agreement, sign_in: SignIn, maya: Person) -> None:
    answer = sign_in(maya).post("/capture/", filled(LINE, done_when="Both saw it."), follow=True)

    change = Amendment.objects.get().alternatives.get().changes.get()
    assert (change.now["deliverable"], change.now["done_when"]) == ("share the rounding test", "Both saw it.")
    assert f"Change 1 of {launched.label} asks to add it." in words(answer)


def test_what_it_lacks_is_asked_and_what_was_typed_stays(launched: Agreement, sign_in: SignIn, maya: Person) -> None:
    answer = sign_in(maya).post("/capture/", filled("share the test"))

    assert answer.status_code == 422
    assert "Choose who does it." in words(answer)
    assert "Choose the date." in words(answer)
    assert 'value="share the test"' in words(answer)
    assert not Event.objects.filter(kind="captured").exists()


def test_fields_fill_what_the_line_leaves_open(
    launched: Agreement, sign_in: SignIn, maya: Person, lena: Person
) -> None:
    given = filled("share the test", owner=lena.email, due_on="2027-03-12", done_when="")

    answer = sign_in(maya).post("/capture/", given)

    assert answer.status_code == 302
    change = Amendment.objects.get().alternatives.get().changes.get()
    assert (change.now["owner"], change.now["team"], change.now["due_on"]) == (lena.email, "sales", "2027-03-12")


def test_a_choice_stays_in_its_field(launched: Agreement, sign_in: SignIn, maya: Person, lena: Person) -> None:
    answer = sign_in(maya).post("/capture/", filled("share the test", do="read", owner=lena.email))

    assert f'<option value="{lena.email}" selected>' in words(answer)


def test_nothing_typed_is_nothing_added(launched: Agreement, sign_in: SignIn, maya: Person) -> None:
    answer = sign_in(maya).post("/capture/", filled(""))

    assert (answer.status_code, "Type a line first." in words(answer)) == (422, True)


def test_a_stranger_is_told_what_a_rule_says(launched: Agreement, sign_in: SignIn, outsider: Person) -> None:
    cadence = CadenceFactory.create(agreement=launched)
    sync = SyncFactory.create(cadence=cadence)

    answer = sign_in(outsider).post(f"/agreements/{launched.slug}/syncs/{sync.number}/capture/", filled(LINE))

    assert answer.status_code == 403
    assert "Only members of a party" in words(answer)
    assert not Event.objects.filter(kind="captured").exists()


def test_what_a_rule_refuses_stands_above_the_line(ready: Agreement, sign_in: SignIn, maya: Person) -> None:
    answer = sign_in(maya).post("/capture/", filled(f"{'x' * 300} @lena for Product"))

    assert answer.status_code == 422
    assert ready.commitments.count() == 2


def test_in_the_room_it_belongs_to_the_agreement(
    address: str, launched: Agreement, sign_in: SignIn, maya: Person
) -> None:
    answer = sign_in(maya).post(address, filled("@lena to share the test by Thursday"))

    assert answer.status_code == 302
    assert answer.headers["Location"] == address.removesuffix("capture/")
    assert Amendment.objects.get().agreement == launched
    assert launched.events.get(kind="captured").data["sync"] is not None


def test_in_the_room_the_line_is_free_for_the_next_one(address: str, sign_in: SignIn, maya: Person) -> None:
    answer = sign_in(maya).post(address, filled("@lena to share the test by Thursday"), headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "Change 1" in words(answer)
    assert "<html" not in words(answer)
    assert 'name="capture-shown" value=""' in words(answer)


def test_in_the_room_a_line_that_lacks_something_stays(address: str, sign_in: SignIn, maya: Person) -> None:
    plain = sign_in(maya).post(address, filled("share the test"))
    fragment = sign_in(maya).post(address, filled("share the test"), headers={"HX-Request": "true"})

    assert (plain.status_code, fragment.status_code) == (422, 422)
    assert f'action="{address}"' in words(plain)
    assert "<html" not in words(fragment)


def test_a_preview_in_the_room_counts_from_its_sync(
    address: str, launched: Agreement, sign_in: SignIn, maya: Person
) -> None:
    answer = sign_in(maya).post(f"/capture/parse/?agreement={launched.number}", filled("send it before the sync"))

    assert "Fri 12 Mar 2027" in words(answer)


@pytest.mark.parametrize("number", ["", "x", "99999999999", "7"])
def test_a_preview_beside_no_agreement_is_one_of_the_line_alone(
    number: str, launched: Agreement, sign_in: SignIn, maya: Person
) -> None:
    assert sign_in(maya).post(f"/capture/parse/?agreement={number}", filled("x")).status_code == 200


def test_home_offers_the_line(launched: Agreement, sign_in: SignIn, maya: Person) -> None:
    assert 'action="/capture/"' in words(sign_in(maya).get("/home/"))
