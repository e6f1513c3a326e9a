import pytest
from django.test import Client

from agreements.models import Agreement, Metric
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import MetricFactory

FILLED_IN = {
    "name": "Trials",
    "unit": "trials",
    "direction": "up",
    "baseline": "150",
    "target": "500",
    "target_on": "2027-08-01",
    "every_days": "7",
}


@pytest.fixture
def as_maya(sign_in: SignIn, maya: Person) -> Client:
    return sign_in(maya)


@pytest.fixture
def suggested(as_maya: Client, page_of: PageOf, launched: Agreement, dana: Person) -> Metric:
    as_maya.post(page_of(launched, "metrics", "new"), FILLED_IN | {"reporter": dana.pk})
    return Metric.objects.get()


def test_a_member_proposes_a_metric(as_maya: Client, page_of: PageOf, launched: Agreement, dana: Person) -> None:
    there = page_of(launched, "metrics", "new")
    answer = as_maya.post(there, FILLED_IN | {"reporter": dana.pk}, follow=True)
    metric = Metric.objects.get()

    assert answer.redirect_chain == [(page_of(launched, "metrics", metric.pk), 302)]
    assert "“Trials” is proposed. The other parties are asked now." in words(answer)


def test_what_does_not_fit_is_asked_again(as_maya: Client, page_of: PageOf, launched: Agreement) -> None:
    answer = as_maya.post(page_of(launched, "metrics", "new"), FILLED_IN)

    assert answer.status_code == 422
    assert "Say who brings the number." in words(answer)


@pytest.mark.parametrize(("who", "status"), [("maya", 200), ("lena", 200), ("outsider", 403), ("admin", 403)])
def test_the_parties_propose(
    request: pytest.FixtureRequest, sign_in: SignIn, page_of: PageOf, launched: Agreement, who: str, status: int
) -> None:
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(page_of(launched, "metrics", "new")).status_code == status


def test_nothing_is_proposed_in_a_draft(as_maya: Client, page_of: PageOf, ready: Agreement) -> None:
    assert as_maya.get(page_of(ready, "metrics", "new")).status_code == 409


def test_the_agreement_leads_to_it(as_maya: Client, page_of: PageOf, launched: Agreement, suggested: Metric) -> None:
    page = words(as_maya.get(page_of(launched)))

    assert f'href="{page_of(launched, "metrics", suggested.pk)}"' in page
    assert "it counts once every party has said that it matters to them" in page


def test_the_page_says_who_is_asked(as_maya: Client, page_of: PageOf, launched: Agreement, suggested: Metric) -> None:
    page = words(as_maya.get(page_of(launched, "metrics", suggested.pk)))

    assert "1 of 2 so far" in page
    assert "This matters to: Product" in page
    assert "This matters to us</button>" not in page
    assert "Add the reading" not in page


def test_the_other_party_says_that_it_matters(
    sign_in: SignIn, page_of: PageOf, launched: Agreement, suggested: Metric, tomas: Person
) -> None:
    here, browser = page_of(launched, "metrics", suggested.pk), sign_in(tomas)
    assert "This matters to us</button>" in words(browser.get(here))
    page = words(browser.post(f"{here}assent/", follow=True))

    assert "It is joint now, and counts from here on." in page
    assert "This matters to: Product, Sales" in page
    assert "Add the reading" in page


def test_history_and_versions_tell_of_it(
    sign_in: SignIn, page_of: PageOf, launched: Agreement, suggested: Metric, tomas: Person
) -> None:
    browser = sign_in(tomas)
    browser.post(page_of(launched, "metrics", suggested.pk, "assent"))
    history, versions = (
        words(browser.get(page_of(launched, "history"))),
        words(browser.get(page_of(launched, "versions"))),
    )

    for said in (
        "proposed a joint metric: “Trials”, which matters to Product",
        "said of “Trials”: this matters to Sales",
        "came into force with “Trials”, which matters to every party",
    ):
        assert said in history
    assert "“Trials” joined as a joint metric, proposed by Maya Okafor" in versions
    assert "Maya Okafor for Product" in versions


def test_the_signatures_stay_under_the_first_version(
    sign_in: SignIn, page_of: PageOf, launched: Agreement, suggested: Metric, tomas: Person
) -> None:
    browser = sign_in(tomas)
    before = words(browser.get(page_of(launched))).count("signed")
    browser.post(page_of(launched, "metrics", suggested.pk, "assent"))

    assert words(browser.get(page_of(launched))).count("signed") == before


def test_it_is_declined_with_a_reason(
    sign_in: SignIn, page_of: PageOf, launched: Agreement, suggested: Metric, tomas: Person
) -> None:
    there, browser = page_of(launched, "metrics", suggested.pk, "decline"), sign_in(tomas)
    assert browser.get(there).status_code == 200
    assert browser.post(there, {"reason": ""}).status_code == 422
    page = words(browser.post(there, {"reason": "We count leads already."}, follow=True))

    assert "“Trials” is not taken up. The history says why." in page
    assert "did not take up “Trials” as a joint metric" in page
    assert "We count leads already." in page


def test_others_do_not_decline(sign_in: SignIn, page_of: PageOf, launched: Agreement, lena: Person) -> None:
    metric = MetricFactory.create(agreement=launched, is_proposed=True)

    assert sign_in(lena).get(page_of(launched, "metrics", metric.pk, "decline")).status_code == 403


def test_what_one_may_not_see_is_absent(
    sign_in: SignIn, page_of: PageOf, launched: Agreement, outsider: Person
) -> None:
    Agreement.objects.filter(pk=launched.pk).update(visibility="parties")
    metric = MetricFactory.create(agreement=launched, is_proposed=True)

    assert sign_in(outsider).post(page_of(launched, "metrics", metric.pk, "assent")).status_code == 404
