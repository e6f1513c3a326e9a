from django.test import Client

from agreements.models import Agreement, Signature, Version
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


def test_nothing_waits_at_first(sign_in: SignIn, maya: Person) -> None:
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

    assert [row.deliverable for row in report.owe] == ["Beta report"]
    assert [row.deliverable for row in report.owed] == ["Objection guide"]


def test_a_lead_is_owed_what_the_team_is(
    sign_in: SignIn, tomas: Person, lena: Person, product: Team, sales: Team
) -> None:
    promise(product, sales, accepted_by=lena, deliverable="Beta report")

    report = sign_in(tomas).get("/home/").context["report"]

    assert [row.deliverable for row in report.owed] == ["Beta report"]


def test_the_week_holds_syncs_and_own_dates(sign_in: SignIn, dana: Person, product: Team, sales: Team) -> None:
    agreement = AgreementFactory.create(is_active=True, title="Launch")
    PartyFactory.create(agreement=agreement, team=product)
    SyncFactory.create(cadence=CadenceFactory.create(agreement=agreement), slot_on=AT.date(), starts_at=AT)
    promise(product, sales, owner=dana, deliverable="Beta report", due_on=AT.date())

    coming = sign_in(dana).get("/home/").context["report"].coming

    assert [each.words for each in coming] == ["Launch", "Beta report is due"]


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
