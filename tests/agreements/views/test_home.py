from datetime import date, timedelta
from typing import Any

from django.db import OperationalError, connection
from django.test import Client

from agreements.models import Agreement, CheckIn, Commitment, Signature, Version
from teams.models import Person, Team
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words
from tests.factories import (
    AT,
    AgreementFactory,
    CadenceFactory,
    CommitmentFactory,
    PartyFactory,
    SyncFactory,
)
from tests.visits import queries


def proposed(*parties: tuple[Team, Person]) -> Agreement:
    agreement = AgreementFactory.create(title="Tiered reviews")
    for team, person in parties:
        PartyFactory.create(agreement=agreement, team=team, representative=person)
    Version.objects.create(
        agreement=agreement,
        number=1,
        terms={},
        terms_hash="a" * 64,
        proposed_at=AT,
        proposed_by=agreement.created_by,
        answer_by=AT.date(),
    )
    Agreement.objects.filter(pk=agreement.pk).update(state="readback")
    return agreement


def promise(product: Team, sales: Team, **also: object) -> None:
    agreement = AgreementFactory.create(is_active=True)
    CommitmentFactory.create(agreement=agreement, team=product, for_team=sales, **{"is_open": True, **also})


def test_signed_out_the_front_page_leads_to_the_door(client: Client, organisation: object) -> None:
    assert 'href="/sign-in/"' in client.get("/").text


def test_signed_in_the_front_page_is_home(sign_in: SignIn, maya: Person) -> None:
    assert sign_in(maya).get("/").headers["Location"] == "/home/"


def test_nothing_waits_at_first(sign_in: SignIn, maya: Person, launch: Agreement) -> None:
    page = words(sign_in(maya).get("/home/"))

    assert "Good morning, Maya" in page
    assert "Nothing waits for you." in page
    assert "You owe nothing that is open." in page


def test_a_proposal_waits_for_whoever_signs(
    sign_in: SignIn, maya: Person, tomas: Person, product: Team, sales: Team
) -> None:
    proposed((product, maya), (sales, tomas))

    page = words(sign_in(maya).get("/home/"))

    assert "One thing waits for you." in page
    assert "Read back: Tiered reviews" in page


def test_who_signs_for_two_parties_has_one_decision(sign_in: SignIn, maya: Person, product: Team, sales: Team) -> None:
    proposed((product, maya), (sales, maya))

    assert "One thing waits for you." in words(sign_in(maya).get("/home/"))


def test_what_is_signed_waits_no_more(sign_in: SignIn, maya: Person, tomas: Person, product: Team, sales: Team) -> None:
    agreement = proposed((product, maya), (sales, tomas))
    version = agreement.versions.get()
    Signature.objects.create(
        version=version, party=agreement.parties.get(team=product), person=maya, terms_hash="a" * 64, signed_at=AT
    )

    assert "Nothing waits for you." in words(sign_in(maya).get("/home/"))


def test_a_name_under_a_version_taken_back_is_asked_again(
    sign_in: SignIn, maya: Person, tomas: Person, product: Team, sales: Team
) -> None:
    agreement = proposed((product, maya), (sales, tomas))
    version = agreement.versions.get()
    party = agreement.parties.get(team=product)
    Signature.objects.create(version=version, party=party, person=maya, terms_hash="a" * 64, signed_at=AT)
    Version.objects.filter(pk=version.pk).update(taken_back_at=AT)
    version.pk = None
    version.save()

    assert "One thing waits for you." in words(sign_in(maya).get("/home/"))


def test_a_delivery_waits_for_whoever_accepts(
    sign_in: SignIn, lena: Person, dana: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, owner=dana, accepted_by=lena, deliverable="Beta report", state="delivered", delivered_at=AT)

    assert "Declared done: Beta report" in words(sign_in(lena).get("/home/"))


def test_it_shows_what_i_owe_and_what_i_am_owed(
    sign_in: SignIn, dana: Person, lena: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, owner=dana, accepted_by=lena, deliverable="Beta report")
    promise(sales, product, owner=lena, accepted_by=dana, deliverable="Objection guide")

    report = sign_in(dana).get("/home/").context["report"]

    assert [row.deliverable for row in report.owe.rows] == ["Beta report"]
    assert [row.deliverable for row in report.owed.rows] == ["Objection guide"]
    assert (report.owe.count, report.owed.count) == (1, 1)


def test_a_lead_is_owed_what_the_team_is(
    sign_in: SignIn, tomas: Person, lena: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, accepted_by=lena, deliverable="Beta report")

    report = sign_in(tomas).get("/home/").context["report"]

    assert [row.deliverable for row in report.owed.rows] == ["Beta report"]


def test_the_weeks_hold_syncs_and_own_dates(sign_in: SignIn, dana: Person, product: Team, sales: Team) -> None:
    agreement = AgreementFactory.create(is_active=True, title="Launch")
    PartyFactory.create(agreement=agreement, team=product)
    SyncFactory.create(cadence=CadenceFactory.create(agreement=agreement), slot_on=AT.date(), starts_at=AT)
    promise(product, sales, owner=dana, deliverable="Beta report", due_on=date(2027, 3, 12))

    weeks = sign_in(dana).get("/home/").context["report"].weeks

    assert [(week.starts_on, [sync.title for sync in week.syncs], list(week.due)) for week in weeks] == [
        (date(2027, 3, 1), ["Launch"], []),
        (date(2027, 3, 8), [], [date(2027, 3, 12)]),
    ]


def test_the_owner_is_asked_where_they_are_read_of(
    sign_in: SignIn, tomas: Person, dana: Person, lena: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, owner=dana, accepted_by=lena, deliverable="Beta report")
    Agreement.objects.update(activated_at=AT - timedelta(days=10))  # no round opens today
    browser = sign_in(tomas)
    page = words(browser.get("/home/"))
    promised = Commitment.objects.get()

    asked = browser.post(
        f"/agreements/{promised.agreement.slug}/commitments/{promised.number}/ask/", {"back": "/home/"}
    )

    assert "Ask Dana" in page
    assert asked.headers["Location"] == "/home/"
    assert "Asked today" in words(browser.get("/home/"))


def test_what_rests_is_neither_owed_nor_counted(sign_in: SignIn, dana: Person, product: Team, sales: Team) -> None:
    promise(product, sales, owner=dana)
    Agreement.objects.update(paused_until=date(2027, 4, 1), pause_reason="Summer")

    report = sign_in(dana).get("/home/").context["report"]

    assert (report.owe.rows, report.owe.count) == ((), 0)


def test_a_sealed_word_stays_sealed(sign_in: SignIn, dana: Person, lena: Person, product: Team, sales: Team) -> None:
    promise(
        product,
        sales,
        owner=dana,
        accepted_by=lena,
        standing="at_risk",
        recent=["at_risk"],
        standing_at=AT,
        half_answered_on=date(2027, 3, 1),
    )
    commitment = Commitment.objects.get()
    CheckIn.objects.create(
        commitment=commitment, person=dana, role="owner", standing="at_risk", at=AT, round_on=date(2027, 3, 1)
    )

    (row,) = sign_in(lena).get("/home/").context["report"].owed.rows

    assert row.state == "on_track"


def test_own_agreements_stand_the_worst_first(sign_in: SignIn, dana: Person, product: Team, sales: Team) -> None:
    for title, health in (("Fine", "on_track"), ("Worse", "drifting"), ("Fine too", "on_track")):
        PartyFactory.create(
            agreement=AgreementFactory.create(is_active=True, title=title, shown_health=health), team=product
        )

    report = sign_in(dana).get("/home/").context["report"]

    assert [row.title for row in report.agreements.rows] == ["Worse", "Fine too", "Fine"]
    assert report.agreements.count == 3


def test_the_first_day_offers_three_ways_to_begin(sign_in: SignIn, outsider: Person) -> None:
    page = words(sign_in(outsider).get("/home/"))

    assert "Three ways to begin" in page
    assert "Find your counterpart" in page


def test_a_list_that_does_not_load_leaves_the_rest(sign_in: SignIn, maya: Person, feature: Commitment) -> None:
    browser = sign_in(maya)
    browser.get("/home/")  # planned by now

    def broken(execute: Any, sql: str, *others: Any) -> Any:
        if sql.startswith("EXECUTE own_agreements"):
            raise OperationalError("The server closed the connection.")
        return execute(sql, *others)

    with connection.execute_wrapper(broken):
        page = words(browser.get("/home/"))

    assert page.count("This list did not load.") == 1
    assert "Nothing waits for you." in page


def test_what_one_follows_stands_beside_every_page(sign_in: SignIn, maya: Person, launch: Agreement) -> None:
    browser = sign_in(maya)
    browser.post(f"/agreements/{launch.slug}/follow/")
    page = browser.get("/teams/")
    browser.post(f"/agreements/{launch.slug}/follow/end/")

    assert [one.title for one in page.context["nav"].following] == ["Feature launch"]
    assert browser.get("/teams/").context["nav"].following == ()


def test_what_one_may_no_longer_read_stands_nowhere(sign_in: SignIn, outsider: Person, launch: Agreement) -> None:
    browser = sign_in(outsider)
    browser.post(f"/agreements/{launch.slug}/follow/")
    Agreement.objects.update(visibility="parties")

    assert browser.get("/teams/").context["nav"].following == ()


def test_it_takes_nine_queries_with_the_frame_around_it(
    sign_in: SignIn, dana: Person, lena: Person, product: Team, sales: Team
) -> None:
    """Two for who reads, two for the frame, five for the page; a few more for each kind of decision that waits."""
    browser = sign_in(dana)
    seen = [queries(browser, "/home/")]
    for _ in range(3):
        promise(product, sales, owner=dana, accepted_by=lena)
        promise(sales, product, owner=lena, accepted_by=dana)
        seen.append(queries(browser, "/home/"))

    assert seen == [9, 9, 9, 9]


def test_the_number_of_queries_does_not_grow(
    sign_in: SignIn, dana: Person, lena: Person, product: Team, sales: Team
) -> None:
    def one_of_each() -> None:
        promise(product, sales, owner=dana, accepted_by=lena)
        promise(sales, product, owner=lena, accepted_by=dana)
        promise(sales, product, owner=lena, accepted_by=dana, state="delivered", delivered_at=AT)
        proposed((product, dana), (sales, lena))

    one_of_each()
    browser = sign_in(dana)
    with_one = queries(browser, "/home/")
    one_of_each()
    one_of_each()

    assert queries(browser, "/home/") == with_one
