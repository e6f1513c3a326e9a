"""Drafts: kept while somebody types, private, offered back, gone when sent."""

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client

from agreements.models import Agreement, Commitment
from teams.domain.unsent import LONGEST
from teams.models import Person, UnsentText
from teams.operations.unsent import clear_unsent, keep_unsent
from tests.agreements.changing import filled_in
from tests.visits import sent


@pytest.fixture
def draft(ready: Agreement) -> Agreement:
    return ready


def test_a_draft_is_kept_and_said(client: Client, maya: Person, draft: Agreement) -> None:
    client.force_login(maya)
    answer = client.post(address(draft), {"title": "Launch in May", "csrfmiddlewaretoken": "x"}, headers=HTMX)

    assert answer.text.strip().startswith("Draft saved ")
    row = UnsentText.objects.get()
    assert (row.person, row.fields) == (maya, {"title": ["Launch in May"]})


def test_a_draft_is_offered_back_to_its_writer_alone(
    client: Client, maya: Person, tomas: Person, draft: Agreement
) -> None:
    sent(client, maya, address(draft), {"title": "Launch in May"})

    page = client.get(edit(draft)).text
    assert 'value="Launch in May"' in page
    assert "Your draft from" in page
    client.force_login(tomas)
    assert "Launch in May" not in client.get(edit(draft)).text


def test_a_draft_is_let_go_of(client: Client, maya: Person, draft: Agreement) -> None:
    sent(client, maya, address(draft), {"title": "Launch in May"})
    answer = sent(client, maya, address(draft), {"discard": "1", "back": edit(draft)})

    assert answer.url == edit(draft)
    assert not UnsentText.objects.exists()


def test_a_form_that_is_sent_takes_its_draft_with_it(client: Client, maya: Person, draft: Agreement) -> None:
    client.force_login(maya)
    sent(client, maya, address(draft), {"title": "Launch in May"})
    form = client.get(edit(draft)).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}

    answer = client.post(edit(draft), values)

    assert (answer.status_code, UnsentText.objects.count()) == (302, 0)
    draft.refresh_from_db()
    assert draft.title == "Launch in May"


def test_another_title_keeps_the_key(maya: Person, draft: Agreement, at: datetime) -> None:
    for words in ("launch", "launch-in-may"):
        keep_unsent(person=maya, at=at, address=f"/agreements/{draft.number}-{words}/edit/", sent={"title": ["x"]})

    assert [row.key for row in UnsentText.objects.all()] == [f"/agreements/{draft.number}/edit/"]


@pytest.mark.parametrize("key", ["settings/password/", "settings/tokens/", "sign-in/", "nothing/", "dashboard/"])
def test_only_forms_of_the_list_keep_drafts(client: Client, maya: Person, key: str) -> None:
    answer = sent(client, maya, f"/drafts/{key}", {"password": "never kept"})

    assert (answer.status_code, UnsentText.objects.count()) == (404, 0)


def test_no_secret_is_kept_of_any_form(maya: Person, at: datetime) -> None:
    row = keep_unsent(
        person=maya,
        at=at,
        address="/agreements/1/edit/",
        sent={"password": ["x"], "api_token": ["x"], "csrfmiddlewaretoken": ["x"], "do": ["send"], "note": ["kept"]},
    )

    assert row.fields == {"note": ["kept"]}


def test_a_draft_has_an_end(maya: Person, at: datetime) -> None:
    row = keep_unsent(person=maya, at=at, address="/agreements/1/edit/", sent={"note": ["x" * (LONGEST + 1)]})

    assert len(row.fields["note"][0]) == LONGEST


def test_drafts_of_a_month_ago_are_cleared(maya: Person, at: datetime) -> None:
    keep_unsent(person=maya, at=at, address="/a/", sent={})
    keep_unsent(person=maya, at=at + timedelta(days=1), address="/b/", sent={})

    assert clear_unsent(at=at + timedelta(days=30)) == 1
    assert UnsentText.objects.get().key == "/b/"


def test_two_who_write_the_terms_lose_no_word(client: Client, maya: Person, tomas: Person, draft: Agreement) -> None:
    client.force_login(maya)
    form = client.get(edit(draft)).context["form"]
    mine = {name: form[name].value() or "" for name in form.fields} | {"base": form.base}
    sent(client, tomas, edit(draft), mine | {"title": "Launch in April"})

    answer = sent(client, maya, edit(draft), mine | {"title": "Launch in May", "shared_goal": "Five hundred trials."})

    assert answer.status_code == 409
    for words in ("Tomas Lindqvist", "Launch in April", "Launch in May", "Five hundred trials."):
        assert words in answer.text
    draft.refresh_from_db()
    assert draft.title == "Launch in April"


def test_a_draft_keeps_what_it_was_begun_from(client: Client, maya: Person, tomas: Person, draft: Agreement) -> None:
    client.force_login(maya)
    form = client.get(edit(draft)).context["form"]
    mine = {name: form[name].value() or "" for name in form.fields} | {"base": form.base}
    sent(client, maya, address(draft), mine | {"title": "Launch in May"})
    sent(client, tomas, edit(draft), mine | {"title": "Launch in April"})

    client.force_login(maya)
    form = client.get(edit(draft)).context["form"]

    assert (form["title"].value(), json.loads(form.base)["title"]) == (
        "Launch in May",
        json.loads(mine["base"])["title"],
    )


def test_a_commitment_written_by_two_is_merged(client: Client, maya: Person, tomas: Person, draft: Agreement) -> None:
    commitment = Commitment.objects.filter(agreement=draft).order_by("number")[0]
    where = f"{edit(draft)}commitments/{commitment.number}/"
    client.force_login(maya)
    page = client.get(where).context
    form, waits = page["form"], page["waits"]
    mine = {name: form[name].value() or "" for name in form.fields} | {"base": form.base}
    mine |= {f"wait-{name}": value for name, value in waits.management_form.initial.items()}
    sent(client, tomas, where, mine | {"done_when": "Sales can order it."})

    answer = sent(client, maya, where, mine | {"deliverable": "The whole API"})

    assert answer.status_code == 302
    commitment.refresh_from_db()
    assert (commitment.deliverable, commitment.done_when) == ("The whole API", "Sales can order it.")


def test_a_change_begun_yesterday_is_still_there(client: Client, feature: Commitment, maya: Person) -> None:
    where = f"/agreements/{feature.agreement.slug}/amendments/new/"
    sent(client, maya, f"/drafts{where}", filled_in(feature) | {"reason": "Two weeks lost to the supplier."})

    page = client.get(where).text

    assert "Two weeks lost to the supplier." in page
    assert "Not sent yet" not in page


HTMX = {"HX-Request": "true"}


def edit(draft: Agreement) -> str:
    return f"/agreements/{draft.slug}/edit/"


def address(draft: Agreement) -> str:
    return f"/drafts{edit(draft)}"
