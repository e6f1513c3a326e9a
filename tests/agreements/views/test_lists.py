from datetime import date
from typing import Any

import pytest

from agreements.models import Agreement, Commitment
from teams.models import Person, SavedView, Team
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words
from tests.factories import AT, AgreementFactory, CommitmentFactory, PartyFactory
from tests.visits import queries


def titles(answer: Any) -> list[str]:
    return [row.title for row in answer.context["list"].rows]


def deliverables(answer: Any) -> list[str]:
    return [row.deliverable for row in answer.context["list"].rows]


def promise(product: Team, sales: Team, **also: object) -> None:
    agreement = AgreementFactory.create(is_active=True)
    CommitmentFactory.create(agreement=agreement, team=product, for_team=sales, is_open=True, **also)


# --- agreements -----------------------------------------------------------------------------------------


def test_an_empty_list_offers_the_first_step(sign_in: SignIn, maya: Person) -> None:
    page = words(sign_in(maya).get("/agreements/"))

    assert "No agreements yet." in page
    assert 'href="/agreements/new/"' in page


def test_agreements_are_listed_the_newest_first(sign_in: SignIn, outsider: Person) -> None:
    AgreementFactory.create(title="First")
    AgreementFactory.create(title="Second")

    assert titles(sign_in(outsider).get("/agreements/")) == ["Second", "First"]


def test_what_is_private_is_listed_for_its_parties(
    sign_in: SignIn, maya: Person, outsider: Person, product: Team
) -> None:
    PartyFactory.create(agreement=AgreementFactory.create(title="Quiet", visibility="parties"), team=product)

    assert titles(sign_in(maya).get("/agreements/")) == ["Quiet"]
    assert titles(sign_in(outsider).get("/agreements/")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=active", ["Launch"]),
        ("?team=product", ["Launch"]),
        ("?q=trial", ["Margin"]),
        ("?state=never", ["Margin", "Launch"]),
    ],
)
def test_the_address_filters(sign_in: SignIn, maya: Person, product: Team, query: str, found: list[str]) -> None:
    PartyFactory.create(agreement=AgreementFactory.create(title="Launch", is_active=True), team=product)
    AgreementFactory.create(title="Margin", shared_goal="500 trials a month")

    assert titles(sign_in(maya).get(f"/agreements/{query}")) == found


def test_a_filter_without_a_find_offers_all(sign_in: SignIn, maya: Person) -> None:
    assert "No agreement fits these filters." in words(sign_in(maya).get("/agreements/?q=nothing"))


def test_thirty_agreements_make_a_page(sign_in: SignIn, maya: Person) -> None:
    AgreementFactory.create_batch(31)

    browser = sign_in(maya)
    first = browser.get("/agreements/")
    mark = first.context["list"].slice.after

    assert len(titles(first)) == 30
    assert len(titles(browser.get("/agreements/", {"after": mark}))) == 1


def test_agreements_cost_the_same_however_many(sign_in: SignIn, maya: Person, product: Team, sales: Team) -> None:
    promise(product, sales)
    browser = sign_in(maya)
    with_one = queries(browser, "/agreements/")
    promise(product, sales)
    promise(product, sales)

    assert queries(browser, "/agreements/") == with_one


# --- commitments ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"), [("", ["Guide", "Report"]), ("?owed=by-me", ["Report"]), ("?owed=to-me", ["Guide"])]
)
def test_commitments_by_who_owes(
    sign_in: SignIn, dana: Person, lena: Person, product: Team, sales: Team, query: str, found: list[str]
) -> None:
    promise(product, sales, owner=dana, accepted_by=lena, deliverable="Report")
    promise(sales, product, owner=lena, accepted_by=dana, deliverable="Guide")

    assert sorted(deliverables(sign_in(dana).get(f"/commitments/{query}"))) == found


def test_commitments_of_others_in_private_are_not_listed(
    sign_in: SignIn, outsider: Person, product: Team, sales: Team
) -> None:
    agreement = AgreementFactory.create(is_active=True, visibility="parties")
    CommitmentFactory.create(agreement=agreement, team=product, for_team=sales, is_open=True)

    page = words(sign_in(outsider).get("/commitments/"))

    assert "Nothing open here." in page


def test_commitments_cost_the_same_however_many(sign_in: SignIn, maya: Person, product: Team, sales: Team) -> None:
    promise(product, sales)
    browser = sign_in(maya)
    with_one = queries(browser, "/commitments/")
    promise(product, sales)
    promise(product, sales)

    assert queries(browser, "/commitments/") == with_one


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=open&team=product&for_team=sales", ["Report"]),
        ("?team=sales", ["Guide"]),
        ("?owner=me", ["Report"]),
        ("?owner=lena.brandt@acme.example", ["Guide"]),
        ("?q=gui", ["Guide"]),
        ("?due_after=2027-03-20", ["Guide"]),
        ("?due_before=2027-03-20", ["Report"]),
        ("?outcome=kept", ["Done"]),
        ("?outcome=kept&due_after=2027-02-01&due_before=2027-02-28", ["Done"]),
        ("?came_due=6", ["Done"]),
        ("?came_due=1", []),
        ("?state=accepted", ["Done"]),
        ("?state=any", ["Done", "Report", "Guide"]),
        ("?health=drifting", []),
        ("?sort=-due", ["Guide", "Report"]),
    ],
)
def test_every_filter_of_commitments(
    sign_in: SignIn, dana: Person, lena: Person, product: Team, sales: Team, query: str, found: list[str]
) -> None:
    report = {"owner": dana, "accepted_by": lena, "deliverable": "Report", "due_on": date(2027, 3, 15)}
    done = {"state": "accepted", "outcome": "kept", "delivered_at": AT, "accepted_at": AT}
    promise(product, sales, **report)
    promise(sales, product, owner=lena, accepted_by=dana, deliverable="Guide", due_on=date(2027, 3, 22))
    promise(product, sales, **report | done | {"deliverable": "Done", "due_on": date(2027, 2, 15)})

    assert deliverables(sign_in(dana).get(f"/commitments/{query}")) == found


def test_what_rests_is_not_open_but_paused(sign_in: SignIn, dana: Person, product: Team, sales: Team) -> None:
    promise(product, sales, owner=dana, deliverable="Report")
    Agreement.objects.update(paused_until=date(2027, 4, 1), pause_reason="Summer")

    assert deliverables(sign_in(dana).get("/commitments/?state=open")) == []
    assert deliverables(sign_in(dana).get("/commitments/?state=paused")) == ["Report"]


def test_an_executive_is_told_how_many_they_may_not_read(
    sign_in: SignIn, executive: Person, dana: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, owner=dana, deliverable="Report")
    promise(product, sales, owner=dana, deliverable="Quiet")
    Commitment.objects.get(deliverable="Quiet").agreement.delete()
    private = AgreementFactory.create(is_active=True, visibility="parties")
    CommitmentFactory.create(agreement=private, team=product, for_team=sales, is_open=True)

    page = sign_in(executive).get("/commitments/?state=open")

    assert deliverables(page) == ["Report"]
    assert "1 more in agreements that you may not read." in words(page)


# --- both -----------------------------------------------------------------------------------------------


def test_what_is_no_filter_is_passed_over_and_said(sign_in: SignIn, maya: Person) -> None:
    AgreementFactory.create(title="Launch")

    page = sign_in(maya).get("/agreements/?colour=red&state=purple")

    assert titles(page) == ["Launch"]
    assert "&#x27;colour&#x27; is no filter here." in words(page)
    assert "&#x27;purple&#x27; says nothing as “State”." in words(page)


@pytest.mark.parametrize("mark", ["", "~", "x~1", "3", "1~99999999999999999999", "\x00~1"])
def test_what_is_no_place_is_the_first_page(sign_in: SignIn, maya: Person, mark: str) -> None:
    AgreementFactory.create(title="Launch")

    assert titles(sign_in(maya).get("/agreements/", {"after": mark}, follow=True)) == ["Launch"]


@pytest.mark.parametrize("sort", ["new", "title", "due", "health"])
def test_pages_lead_on_and_back(sign_in: SignIn, maya: Person, sort: str) -> None:
    AgreementFactory.create_batch(65)
    browser = sign_in(maya)
    pages = [browser.get("/agreements/", {"sort": sort})]
    while mark := pages[-1].context["list"].slice.after:
        pages.append(browser.get("/agreements/", {"sort": sort, "after": mark}))
    back = browser.get("/agreements/", {"sort": sort, "before": pages[-1].context["list"].slice.before})

    assert [len(titles(page)) for page in pages] == [30, 30, 5]
    assert len({title for page in pages for title in titles(page)}) == 65
    assert titles(back) == titles(pages[1])


def test_empty_fields_leave_the_address(sign_in: SignIn, maya: Person) -> None:
    answer = sign_in(maya).get("/agreements/?q=&state=active&team=")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/agreements/?state=active")


def test_htmx_is_given_the_results_and_a_clean_address(sign_in: SignIn, maya: Person) -> None:
    asked = {"HX-Request": "true", "HX-Target": "results"}

    answer = sign_in(maya).get("/agreements/?q=&state=active", headers=asked)

    assert answer.headers["HX-Push-Url"] == "/agreements/?state=active"
    assert "<html" not in answer.text
    assert 'id="results"' in answer.text


@pytest.mark.parametrize("page", ["agreements", "commitments"])
def test_a_table_holds_what_is_shown(sign_in: SignIn, dana: Person, product: Team, sales: Team, page: str) -> None:
    promise(product, sales, owner=dana, deliverable="=1+1")

    lines = sign_in(dana).get(f"/{page}.csv?team=product").text.splitlines()
    others = sign_in(dana).get(f"/{page}.csv?q=nothing").text.splitlines()

    assert (len(lines), len(others)) == (2, 1)
    assert page == "agreements" or "'=1+1" in lines[1]


def test_a_view_is_saved_named_anew_and_removed(sign_in: SignIn, maya: Person) -> None:
    browser = sign_in(maya)
    kept = {"page": "agreements", "query": "state=active", "name": "Running"}
    saved = browser.post("/views/", kept)
    view = SavedView.objects.get()
    page = words(browser.get("/agreements/?state=active"))
    browser.post(f"/views/{view.pk}/", {"name": "In force now"})
    view.refresh_from_db()
    gone = browser.post(f"/views/{view.pk}/removal/")

    assert saved.headers["Location"] == gone.headers["Location"] == "/agreements/?state=active"
    assert "Running" in page
    assert "Change this view" in page
    assert view.name == "In force now"
    assert not SavedView.objects.exists()


def test_nobody_changes_the_view_of_somebody_else(sign_in: SignIn, maya: Person, tomas: Person) -> None:
    view = SavedView.objects.create(person=maya, page="agreements", name="Mine")

    assert sign_in(tomas).post(f"/views/{view.pk}/removal/").status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()
