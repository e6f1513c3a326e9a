from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.domain.handovers import HandoverRole
from agreements.models import Agreement, Commitment, Handover
from agreements.operations import drift
from agreements.operations.handovers import hand_over
from teams.models import Person, Team
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import CommitmentFactory, MembershipFactory, PersonFactory


@pytest.fixture
def here(page_of: PageOf, feature: Commitment) -> str:
    return page_of(feature.agreement, "commitments", feature.number)


@pytest.fixture
def amina(product: Team) -> Person:
    person = PersonFactory.create(name="Amina Diallo")
    MembershipFactory.create(person=person, team=product)
    return person


@pytest.fixture
def handover(feature: Commitment, dana: Person, amina: Person, at: datetime) -> Handover:
    reason = "I move to another team in April."
    return hand_over(actor=dana, at=at, commitment=feature, role=HandoverRole.OWNER, to_person=amina, reason=reason)


def gone(person: Person) -> None:
    person.is_active = False
    person.save()


@pytest.mark.parametrize(("who", "offers"), [("dana", True), ("maya", True), ("lena", True), ("outsider", False)])
def test_who_may_hand_it_over_finds_how(
    request: pytest.FixtureRequest, sign_in: SignIn, here: str, who: str, offers: bool
) -> None:
    page = words(sign_in(request.getfixturevalue(who)).get(here))
    assert ("Hand it over" in page) is offers


def test_the_form_offers_people_of_the_team(
    sign_in: SignIn, here: str, dana: Person, maya: Person, amina: Person, tomas: Person
) -> None:
    page = words(sign_in(dana).get(f"{here}handover/"))
    assert [name in page for name in ("Amina Diallo", "Maya Okafor", "Tomas Lindqvist")] == [True, True, False]


def test_the_form_says_when_nobody_else_is_there(sign_in: SignIn, here: str, lena: Person, tomas: Person) -> None:
    tomas.memberships.all().delete()
    Agreement.objects.get().parties.update(representative=None)
    assert "Nobody else is in Sales." in words(sign_in(lena).get(f"{here}handover/?role=receiver"))


def test_asking(sign_in: SignIn, here: str, dana: Person, amina: Person) -> None:
    answer = sign_in(dana).post(
        f"{here}handover/?role=owner", {"to_person": amina.pk, "reason": "I leave."}, follow=True
    )
    page = words(answer)
    assert "Waits for Amina Diallo and whoever is at the other end." in page
    assert "A new owner is asked for" in page


def test_asking_without_a_reason_says_so(sign_in: SignIn, here: str, dana: Person, amina: Person) -> None:
    answer = sign_in(dana).post(f"{here}handover/", {"to_person": amina.pk, "reason": ""})
    assert (answer.status_code, Handover.objects.count()) == (422, 0)


def test_who_may_not_ask_is_told_who_may(sign_in: SignIn, here: str, outsider: Person) -> None:
    answer = sign_in(outsider).get(f"{here}handover/")
    assert answer.status_code == 403


def test_both_words_on_the_page(sign_in: SignIn, here: str, handover: Handover, amina: Person, lena: Person) -> None:
    address = f"{here}handover/{handover.pk}/acceptance/"
    assert "Take it" in words(sign_in(amina).get(here))
    assert "Waits for whoever is at the other end." in words(sign_in(amina).post(address, follow=True))
    assert ">Agree<" in words(sign_in(lena).get(here)).replace("> Agree <", ">Agree<")
    page = words(sign_in(lena).post(address, follow=True))
    assert "Handed over: Amina Diallo owns it from now on." in page
    assert "came into force: Amina Diallo owns it from here on" in page


@pytest.mark.parametrize("who", ["dana", "tomas", "outsider"])
def test_nobody_else_is_offered_an_answer(
    request: pytest.FixtureRequest, sign_in: SignIn, here: str, handover: Handover, who: str
) -> None:
    page = words(sign_in(request.getfixturevalue(who)).get(here))
    assert "Not agreed, say why" not in page


def test_declining_with_a_reason(sign_in: SignIn, here: str, handover: Handover, amina: Person) -> None:
    address = f"{here}handover/{handover.pk}/decline/"
    assert "Why not?" in words(sign_in(amina).get(address))
    assert sign_in(amina).post(address, {"reason": ""}).status_code == 422
    page = words(sign_in(amina).post(address, {"reason": "I am away in March."}, follow=True))
    assert "Not agreed. Dana Whitfield keeps it." in page
    assert "I am away in March." in page


def test_withdrawing(sign_in: SignIn, here: str, handover: Handover, dana: Person) -> None:
    answer = sign_in(dana).post(f"{here}handover/{handover.pk}/withdrawal/", follow=True)
    assert "Withdrawn. Amina Diallo is asked no more." in words(answer)


def test_a_hand_over_of_another_promise_is_absent(
    sign_in: SignIn, page_of: PageOf, handover: Handover, amina: Person
) -> None:
    other = page_of(handover.commitment.agreement, "commitments", 999)
    assert sign_in(amina).post(f"{other}handover/{handover.pk}/acceptance/").status_code == 404


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("amina", "Take it over: The feature"),
        ("lena", "Amina Diallo is to own it in place of Dana Whitfield"),
        ("tomas", "Nothing waits for you."),
    ],
)
def test_home_says_whom_it_waits_for(
    request: pytest.FixtureRequest, sign_in: SignIn, handover: Handover, who: str, says: str
) -> None:
    assert says in words(sign_in(request.getfixturevalue(who)).get("/home/"))


def test_what_somebody_left_is_listed_to_the_lead_the_same_day(
    sign_in: SignIn, feature: Commitment, dana: Person, maya: Person, tomas: Person
) -> None:
    gone(dana)
    assert "Hand over: The feature" in words(sign_in(maya).get("/home/"))
    assert "Dana Whitfield, who owned it, has left" in words(sign_in(maya).get("/home/"))
    assert "Hand over: The feature" not in words(sign_in(tomas).get("/home/"))


def test_it_is_listed_until_somebody_is_asked(
    sign_in: SignIn, feature: Commitment, dana: Person, maya: Person, amina: Person, at: datetime
) -> None:
    gone(dana)
    hand_over(actor=maya, at=at, commitment=feature, role=HandoverRole.OWNER, to_person=amina, reason="Dana left.")
    assert "Hand over: The feature" not in words(sign_in(maya).get("/home/"))


def test_what_somebody_was_to_confirm_is_listed_too(
    sign_in: SignIn, feature: Commitment, lena: Person, tomas: Person
) -> None:
    gone(lena)
    assert "Lena Brandt, who was to confirm it, has left" in words(sign_in(tomas).get("/home/"))


def test_what_somebody_signed_for_is_listed_to_the_lead(
    sign_in: SignIn, launch: Agreement, sales: Team, tomas: Person
) -> None:
    lead = PersonFactory.create(name="Jonas Weber")
    MembershipFactory.create(person=lead, team=sales, role="lead")
    gone(tomas)
    assert "Name who signs: Feature launch" in words(sign_in(lead).get("/home/"))


def test_a_delegate_finds_what_waits_to_be_confirmed(
    sign_in: SignIn, feature: Commitment, lena: Person, tomas: Person, at: datetime
) -> None:
    lena.delegate = tomas
    lena.save()
    Commitment.objects.filter(pk=feature.pk).update(state="delivered", delivered_at=at, declared_at=at)
    page = words(sign_in(tomas).get("/home/"))
    assert "Declared done: The feature" in page
    assert "in place of Lena Brandt" in page


def test_home_asks_the_database_as_often_with_one_row_as_with_three(
    sign_in: SignIn,
    feature: Commitment,
    dana: Person,
    maya: Person,
    product: Team,
    sales: Team,
) -> None:
    gone(dana)
    client = sign_in(maya)
    client.get("/home/")
    with CaptureQueriesContext(connection) as one:
        client.get("/home/")
    for number in (7, 8):
        CommitmentFactory.create(
            agreement=feature.agreement,
            is_open=True,
            number=number,
            team=product,
            for_team=sales,
            owner=dana,
            due_on=date(2027, 4, 1),
        )
    with CaptureQueriesContext(connection) as three:
        client.get("/home/")
    assert len(one) == len(three)


def test_a_flag_of_a_leaver_leads_to_the_hand_over(
    sign_in: SignIn, here: str, launch: Agreement, dana: Person, maya: Person, outsider: Person, at: datetime
) -> None:
    gone(dana)
    drift.refresh(agreement=launch, at=at)
    assert '/handover/?role=owner">Hand it over' in words(sign_in(maya).get(here))
    assert "Hand it over" not in words(sign_in(outsider).get(here))


# Who signs


@pytest.fixture
def signing(page_of: PageOf, launch: Agreement, sales: Team) -> str:
    return page_of(launch, "parties", launch.parties.get(team=sales).pk) + "representative/"


def test_a_lead_names_who_signs(sign_in: SignIn, signing: str, launch: Agreement, tomas: Person, lena: Person) -> None:
    client = sign_in(tomas)
    assert "Who signs for Sales" in words(client.get(signing))
    page = words(client.post(signing, {"representative": lena.pk}, follow=True))
    assert "Lena Brandt signs for Sales from now on." in page
    assert "named Lena Brandt as who signs for Sales" in page


@pytest.mark.parametrize("who", ["maya", "lena", "outsider"])
def test_nobody_else_names_them(request: pytest.FixtureRequest, sign_in: SignIn, signing: str, who: str) -> None:
    assert sign_in(request.getfixturevalue(who)).get(signing).status_code == 403


def test_the_agreement_leads_there(
    sign_in: SignIn, page_of: PageOf, signing: str, launch: Agreement, tomas: Person, lena: Person
) -> None:
    assert signing in words(sign_in(tomas).get(page_of(launch)))
    assert signing not in words(sign_in(lena).get(page_of(launch)))
