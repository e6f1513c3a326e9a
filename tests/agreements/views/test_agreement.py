from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.domain.commitments import Standing
from agreements.models import Agreement, Commitment
from agreements.operations.checkins import check_in
from agreements.operations.deliveries import deliver
from agreements.operations.drafts import CheckInDraft
from teams.models import Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import CommitmentFactory, DriftFlagFactory, MetricFactory, ReadingFactory


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(words(answer).split())


def test_everybody_reads_what_is_open_to_the_organisation(
    sign_in: SignIn, page_of: PageOf, feature: Commitment, outsider: Person
) -> None:
    page = text(sign_in(outsider), page_of(feature.agreement))

    assert "<h1>Feature launch</h1>" in page
    assert "In force" in page
    assert "The feature" in page


def test_what_only_the_parties_may_read_is_absent_for_others(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, outsider: Person
) -> None:
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")

    assert sign_in(outsider).get(page_of(launch)).status_code == 404


@pytest.mark.parametrize("decoration", ["", "-another-title"])
def test_any_words_after_the_number_lead_to_the_page(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person, decoration: str
) -> None:
    answer = sign_in(maya).get(f"/agreements/{launch.number}{decoration}/")

    assert (answer.status_code, answer.url) == (302, page_of(launch))  # type: ignore[attr-defined]  # a redirect's


def test_an_unknown_number_is_not_found(sign_in: SignIn, maya: Person) -> None:
    assert sign_in(maya).get("/agreements/999999999/").status_code == 404


def test_strangers_sign_in_first(client: Client, page_of: PageOf, launch: Agreement) -> None:
    assert client.get(page_of(launch)).headers["Location"].startswith("/sign-in/")


def test_the_owner_is_asked_to_check_in(sign_in: SignIn, page_of: PageOf, feature: Commitment, dana: Person) -> None:
    page = text(sign_in(dana), page_of(feature.agreement))

    assert page_of(feature.agreement, "commitments", feature.number, "check-in") in page


def test_whoever_accepts_is_asked_to_confirm(
    sign_in: SignIn, page_of: PageOf, feature: Commitment, dana: Person, lena: Person, at: datetime
) -> None:
    deliver(actor=dana, at=at, commitment=feature, evidence="In production.")

    page = text(sign_in(lena), page_of(feature.agreement))

    assert "Confirm it is kept" in page
    assert "Lena to confirm" in page


def test_a_draft_lists_what_stands_in_the_way(sign_in: SignIn, page_of: PageOf, ready: Agreement, maya: Person) -> None:
    ready.commitments.filter(number=1).update(due_on=None)

    page = text(sign_in(maya), page_of(ready))

    assert "“The feature” has no date yet." in page
    assert "Propose these terms" not in page


def test_a_complete_draft_can_be_proposed(sign_in: SignIn, page_of: PageOf, ready: Agreement, maya: Person) -> None:
    assert "Propose these terms" in text(sign_in(maya), page_of(ready))


def test_a_proposal_says_who_is_waited_for(
    sign_in: SignIn, page_of: PageOf, proposed: Agreement, tomas: Person
) -> None:
    page = text(sign_in(tomas), page_of(proposed))

    assert "Read and sign" in page
    assert page.count("open now</small>") == 2


def test_mine_leaves_the_others_out(
    sign_in: SignIn, page_of: PageOf, feature: Commitment, lena: Person, dana: Person
) -> None:
    CommitmentFactory.create(
        agreement=feature.agreement,
        number=90,
        is_open=True,
        deliverable="The outreach",
        team=feature.for_team,
        for_team=feature.team,
        owner=lena,
        accepted_by=dana,
    )

    page = text(sign_in(lena), f"{page_of(feature.agreement)}?whose=mine")

    assert "The outreach" in page
    assert "The feature" not in page


def test_the_history_can_be_narrowed_to_check_ins(
    sign_in: SignIn, page_of: PageOf, feature: Commitment, dana: Person, at: datetime
) -> None:
    answer = CheckInDraft(standing=Standing.AT_RISK, expected_on=date(2027, 3, 18), note="Rounding is hard.")
    check_in(actor=dana, at=at, commitment=feature, answer=answer)
    browser = sign_in(dana)

    assert "checked in: some doubt, expects it on 18 Mar" in text(
        browser, f"{page_of(feature.agreement)}?only=check-ins"
    )
    assert "Rounding is hard." in text(browser, page_of(feature.agreement, "history"))
    assert "checked in" not in text(browser, f"{page_of(feature.agreement, 'history')}?only=changes")


def test_the_worst_flag_stands_first(sign_in: SignIn, page_of: PageOf, feature: Commitment, maya: Person) -> None:
    agreement = feature.agreement
    DriftFlagFactory.create(agreement=agreement, rule="x_weak", strength="weak", sentence="A weak sign.")
    DriftFlagFactory.create(agreement=agreement, commitment=feature, rule="x_strong", sentence="A strong sign.")

    page = text(sign_in(maya), page_of(agreement))

    assert page.index("The feature is drifting") < page.index("One more sign of drift here")


def test_a_flag_told_only_to_its_owner_stays_out_of_sight(
    sign_in: SignIn, page_of: PageOf, feature: Commitment, maya: Person, dana: Person, at: datetime
) -> None:
    DriftFlagFactory.create(
        agreement=feature.agreement,
        commitment=feature,
        sentence="Only for Dana.",
        rule="x",
        first_told=dana,
        shown_at=at.replace(year=2028),
    )

    assert "Only for Dana." in text(sign_in(dana), page_of(feature.agreement))
    assert "Only for Dana." not in text(sign_in(maya), page_of(feature.agreement))


def test_a_page_with_more_rows_asks_no_more_queries(
    sign_in: SignIn, page_of: PageOf, feature: Commitment, maya: Person
) -> None:
    agreement, browser = feature.agreement, sign_in(maya)
    ReadingFactory.create(metric=MetricFactory.create(agreement=agreement))
    counts = [_queries(browser, page_of(agreement))]
    for number in (80, 81):
        more = CommitmentFactory.create(
            agreement=agreement, number=number, is_open=True, team=feature.team, for_team=feature.for_team
        )
        DriftFlagFactory.create(agreement=agreement, commitment=more, rule="x")
        ReadingFactory.create(metric=MetricFactory.create(agreement=agreement))
    counts.append(_queries(browser, page_of(agreement)))

    assert counts[0] == counts[1]


def _queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)
