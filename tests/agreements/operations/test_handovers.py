from datetime import date, datetime, timedelta

import pytest

from agreements.domain.commitments import Standing
from agreements.domain.handovers import HandoverRole
from agreements.domain.states import MoveNotAllowedError
from agreements.models import Agreement, CheckIn, Commitment, Consent, Event, Handover, Version
from agreements.operations import drift
from agreements.operations.checkins import check_in
from agreements.operations.deliveries import deliver
from agreements.operations.drafts import CheckInDraft
from agreements.operations.handovers import (
    AlreadyAskedError,
    SettledOtherwiseError,
    WordGivenError,
    accept_handover,
    decline_handover,
    hand_over,
    withdraw_handover,
)
from agreements.operations.history import broken_histories
from agreements.operations.locks import NotActiveError
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import MembershipRole, Person, Team
from tests.agreements.changing import accepted, asked, later
from tests.agreements.operations.history import count, entry, refused
from tests.factories import MembershipFactory, PersonFactory

LATER = timedelta(hours=2)


@pytest.fixture
def feature(launched: Agreement) -> Commitment:
    """Dana owes it to Sales by Monday 15 March, and Lena accepts it."""
    return launched.commitments.select_related("agreement", "owner", "accepted_by").get(number=1)


@pytest.fixture
def amina(product: Team) -> Person:
    person = PersonFactory.create(name="Amina Diallo")
    MembershipFactory.create(person=person, team=product)
    return person


@pytest.fixture
def jonas(sales: Team) -> Person:
    person = PersonFactory.create(name="Jonas Weber")
    MembershipFactory.create(person=person, team=sales)
    return person


@pytest.fixture
def handover(feature: Commitment, dana: Person, amina: Person, at: datetime) -> Handover:
    """Dana asks Amina to own the feature; nobody has answered."""
    return given(feature, by=dana, to=amina, at=at)


def given(
    commitment: Commitment, *, by: Person, to: Person, at: datetime, role: HandoverRole = HandoverRole.OWNER
) -> Handover:
    reason = "I move to another team in April."
    return hand_over(actor=by, at=at, commitment=commitment, role=role, to_person=to, reason=reason)


def gone(person: Person) -> None:
    person.is_active = False
    person.save()


# Who asks


def test_asking_changes_nothing_yet(feature: Commitment, handover: Handover, dana: Person) -> None:
    feature.refresh_from_db()
    assert (feature.owner, handover.state, handover.taken_at, handover.accepted_at) == (dana, "open", None, None)


def test_asking_is_recorded_with_its_reason(launched: Agreement, handover: Handover, dana: Person) -> None:
    written = entry(launched, "handover_asked")
    assert (written.actor, written.data) == (
        dana,
        {
            "handover": handover.pk,
            "role": "owner",
            "from_person": "Dana Whitfield",
            "to_person": "Amina Diallo",
            "reason": "I move to another team in April.",
            "given": [],
        },
    )


@pytest.mark.parametrize("name", ["dana", "maya"])
def test_its_owner_and_who_speaks_for_the_team_ask(
    request: pytest.FixtureRequest, feature: Commitment, amina: Person, at: datetime, name: str
) -> None:
    assert given(feature, by=request.getfixturevalue(name), to=amina, at=at).state == "open"


def test_a_lead_who_does_not_sign_asks(
    feature: Commitment, product: Team, jonas: Person, amina: Person, at: datetime
) -> None:
    MembershipFactory.create(person=jonas, team=product, role=MembershipRole.LEAD)
    assert given(feature, by=jonas, to=amina, at=at).state == "open"


@pytest.mark.parametrize("name", ["lena", "tomas", "amina", "admin", "outsider"])
def test_nobody_else_asks(
    request: pytest.FixtureRequest, feature: Commitment, amina: Person, at: datetime, name: str
) -> None:
    with refused(ForbiddenError, feature):
        given(feature, by=request.getfixturevalue(name), to=amina, at=at)


def test_an_administrator_asks_once_the_owner_has_left(
    feature: Commitment, admin: Person, dana: Person, amina: Person, at: datetime
) -> None:
    gone(dana)
    assert given(feature, by=admin, to=amina, at=at).from_person == dana


def test_a_reason_is_asked_for(feature: Commitment, dana: Person, amina: Person, at: datetime) -> None:
    with refused(InvalidValueError, feature) as refusal:
        hand_over(actor=dana, at=at, commitment=feature, role=HandoverRole.OWNER, to_person=amina, reason=" ")
    assert list(refusal.value.fields) == ["reason"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("dana", "Dana Whitfield has it already."),
        ("lena", "Whoever owns it and whoever confirms it are two people."),
        ("tomas", "Choose somebody of Product."),
    ],
)
def test_the_new_person_is_another_one_of_the_team(
    request: pytest.FixtureRequest, feature: Commitment, dana: Person, at: datetime, name: str, sentence: str
) -> None:
    with refused(InvalidValueError, feature) as refusal:
        given(feature, by=dana, to=request.getfixturevalue(name), at=at)
    assert refusal.value.fields == {"to_person": [sentence]}


def test_who_left_is_not_asked(feature: Commitment, dana: Person, amina: Person, at: datetime) -> None:
    gone(amina)
    with refused(InvalidValueError, feature) as refusal:
        given(feature, by=dana, to=amina, at=at)
    assert refusal.value.fields == {"to_person": ["Amina Diallo has left the organisation."]}


def test_one_person_is_asked_at_a_time(handover: Handover, dana: Person, maya: Person, at: datetime) -> None:
    with refused(AlreadyAskedError, handover):
        given(handover.commitment, by=dana, to=maya, at=at)


def test_owner_and_receiver_change_hands_side_by_side(
    handover: Handover, lena: Person, jonas: Person, at: datetime
) -> None:
    other = given(handover.commitment, by=lena, to=jonas, at=at, role=HandoverRole.RECEIVER)
    assert (other.state, Handover.objects.open().count()) == ("open", 2)


def test_what_is_done_is_not_given_to_another_owner(
    feature: Commitment, dana: Person, amina: Person, at: datetime
) -> None:
    deliver(actor=dana, at=at, commitment=feature, evidence="")
    with refused(SettledOtherwiseError, feature):
        given(feature, by=dana, to=amina, at=at)


def test_what_is_done_may_get_another_receiver(
    feature: Commitment, dana: Person, lena: Person, jonas: Person, at: datetime
) -> None:
    deliver(actor=dana, at=at, commitment=feature, evidence="")
    handover = given(feature, by=lena, to=jonas, at=at, role=HandoverRole.RECEIVER)
    accept_handover(actor=jonas, at=at, handover=handover)
    accept_handover(actor=dana, at=at, handover=handover)
    feature.refresh_from_db()
    assert (feature.accepted_by, feature.state) == (jonas, "delivered")


def test_nothing_is_handed_over_once_the_agreement_is_closed(
    launched: Agreement, feature: Commitment, dana: Person, amina: Person, at: datetime
) -> None:
    Agreement.objects.filter(pk=launched.pk).update(state="completed", closed_at=at)
    with refused(NotActiveError, feature):
        given(feature, by=dana, to=amina, at=at)


# Who answers


def test_the_first_word_waits_for_the_other(handover: Handover, amina: Person, dana: Person, at: datetime) -> None:
    taken = accept_handover(actor=amina, at=at + LATER, handover=handover)
    handover.commitment.refresh_from_db()
    assert (taken.state, taken.taken_at, taken.accepted_at) == ("open", at + LATER, None)
    assert handover.commitment.owner == dana


@pytest.mark.parametrize("order", [("amina", "lena"), ("lena", "amina")])
def test_the_second_word_hands_it_over(
    request: pytest.FixtureRequest, handover: Handover, amina: Person, lena: Person, at: datetime, order: list[str]
) -> None:
    first, second = (request.getfixturevalue(name) for name in order)
    accept_handover(actor=first, at=at + LATER, handover=handover)
    done = accept_handover(actor=second, at=at + LATER, handover=handover)
    handover.commitment.refresh_from_db()
    assert (handover.commitment.owner, done.state, done.closed_at, done.agreed_by) == (amina, "done", at + LATER, lena)


def test_the_word_of_the_new_person_counts_when_they_ask_for_it(
    feature: Commitment, maya: Person, lena: Person, at: datetime
) -> None:
    """Maya signs for Product and takes it herself."""
    handover = given(feature, by=maya, to=maya, at=at)
    assert handover.taken_at == at
    assert accept_handover(actor=lena, at=at, handover=handover).state == "done"


def test_the_word_of_the_receiver_counts_when_they_ask_for_it(
    feature: Commitment, product: Team, amina: Person, dana: Person, at: datetime
) -> None:
    """Dana owns it, and asks for another receiver as a lead of the receiving team."""
    MembershipFactory.create(person=dana, team=feature.for_team, role=MembershipRole.LEAD)
    tomas = Person.objects.get(name="Tomas Lindqvist")
    handover = given(feature, by=dana, to=tomas, at=at, role=HandoverRole.RECEIVER)
    assert (handover.taken_at, handover.agreed_by) == (None, dana)


@pytest.mark.parametrize("name", ["dana", "maya", "tomas", "admin"])
def test_nobody_else_answers(request: pytest.FixtureRequest, handover: Handover, at: datetime, name: str) -> None:
    with refused(ForbiddenError, handover):
        accept_handover(actor=request.getfixturevalue(name), at=at, handover=handover)


def test_a_delegate_does_not_answer(handover: Handover, lena: Person, jonas: Person, at: datetime) -> None:
    lena.delegate = jonas
    lena.save()
    with refused(ForbiddenError, handover):
        accept_handover(actor=jonas, at=at, handover=handover)


def test_once_the_receiver_has_left_whoever_signs_for_them_agrees(
    handover: Handover, amina: Person, lena: Person, tomas: Person, at: datetime
) -> None:
    gone(lena)
    accept_handover(actor=amina, at=at, handover=handover)
    assert accept_handover(actor=tomas, at=at, handover=handover).agreed_by == tomas


def test_a_word_is_given_once(handover: Handover, amina: Person, at: datetime) -> None:
    accept_handover(actor=amina, at=at, handover=handover)
    with refused(WordGivenError, handover):
        accept_handover(actor=amina, at=at, handover=handover)


def test_what_was_done_meanwhile_is_not_taken(handover: Handover, amina: Person, dana: Person, at: datetime) -> None:
    deliver(actor=dana, at=at, commitment=handover.commitment, evidence="")
    with refused(SettledOtherwiseError, handover):
        accept_handover(actor=amina, at=at, handover=handover)


def test_what_somebody_else_owns_meanwhile_is_not_taken(
    handover: Handover, amina: Person, maya: Person, at: datetime
) -> None:
    Commitment.objects.filter(pk=handover.commitment_id).update(owner=maya)
    with refused(SettledOtherwiseError, handover):
        accept_handover(actor=amina, at=at, handover=handover)


def test_what_can_no_longer_come_about_makes_way(handover: Handover, amina: Person, maya: Person, at: datetime) -> None:
    Commitment.objects.filter(pk=handover.commitment_id).update(owner=maya)
    again = given(handover.commitment, by=maya, to=amina, at=at)
    handover.refresh_from_db()
    assert (handover.state, again.state, again.from_person) == ("withdrawn", "open", maya)


def test_who_left_meanwhile_takes_nothing(handover: Handover, amina: Person, lena: Person, at: datetime) -> None:
    gone(amina)
    with refused(InvalidValueError, handover):
        accept_handover(actor=lena, at=at, handover=handover)


# What follows


@pytest.fixture
def handed(handover: Handover, amina: Person, lena: Person, at: datetime) -> Handover:
    accept_handover(actor=amina, at=at + LATER, handover=handover)
    return accept_handover(actor=lena, at=at + LATER, handover=handover)


def test_the_next_version_names_the_new_owner(launched: Agreement, handed: Handover, at: datetime) -> None:
    first, second = launched.versions.order_by("number")
    owners = [{line["id"]: line["owner"] for line in version.terms["commitments"]} for version in (first, second)]
    pk = handed.commitment_id
    assert (owners[0][pk], owners[1][pk]) == (handed.from_person.email, handed.to_person.email)
    assert (second.number, second.in_force_at, second.handover, second.amendment) == (2, at + LATER, handed, None)


def test_it_is_told_with_was_and_now(launched: Agreement, handed: Handover, lena: Person) -> None:
    told = entry(launched, "handed_over")
    assert (told.actor, told.commitment_id) == (lena, handed.commitment_id)
    assert {name: told.data[name] for name in ("version", "role", "was", "now")} == {
        "version": 2,
        "role": "owner",
        "was": {"owner": "Dana Whitfield"},
        "now": {"owner": "Amina Diallo"},
    }


def test_what_was_said_before_stays_under_the_former_name(
    feature: Commitment, dana: Person, lena: Person, amina: Person, at: datetime
) -> None:
    said = CheckInDraft(standing=Standing.AT_RISK, expected_on=date(2027, 3, 19), note="The export is slow.")
    check_in(actor=dana, at=at, commitment=feature, answer=said)
    before = list(Event.objects.order_by("pk").values("pk", "actor", "data"))
    handover = given(feature, by=dana, to=amina, at=at)
    accept_handover(actor=amina, at=at, handover=handover)
    accept_handover(actor=lena, at=at, handover=handover)
    feature.refresh_from_db()
    assert CheckIn.objects.get().person == dana
    assert list(Event.objects.order_by("pk").values("pk", "actor", "data"))[: len(before)] == before
    assert (feature.standing, feature.standing_at, feature.expected_on, feature.recent) == (None, None, None, [])


def test_the_words_of_a_former_owner_count_no_more_once_the_new_one_speaks(
    feature: Commitment, dana: Person, lena: Person, amina: Person, at: datetime
) -> None:
    check_in(actor=dana, at=at, commitment=feature, answer=CheckInDraft(standing=Standing.ON_TRACK))
    handover = given(feature, by=dana, to=amina, at=at + LATER)
    for person in (amina, lena):
        accept_handover(actor=person, at=at + LATER, handover=handover)
    check_in(actor=amina, at=at + 2 * LATER, commitment=feature, answer=CheckInDraft(standing=Standing.OFF_TRACK))
    feature.refresh_from_db()
    assert (feature.standing, feature.recent) == ("off_track", ["off_track"])


def test_the_word_of_the_owner_stays_when_the_receiver_changes(
    feature: Commitment, dana: Person, lena: Person, jonas: Person, at: datetime
) -> None:
    check_in(actor=dana, at=at, commitment=feature, answer=CheckInDraft(standing=Standing.ON_TRACK))
    handover = given(feature, by=lena, to=jonas, at=at, role=HandoverRole.RECEIVER)
    accept_handover(actor=jonas, at=at, handover=handover)
    accept_handover(actor=dana, at=at, handover=handover)
    feature.refresh_from_db()
    assert (feature.accepted_by, feature.standing) == (jonas, "on_track")


def test_the_flag_of_an_owner_who_left_closes_at_once(
    launched: Agreement, feature: Commitment, dana: Person, maya: Person, lena: Person, at: datetime
) -> None:
    gone(dana)
    drift.refresh(agreement=launched, at=at)
    assert feature.flags.open().get().rule == "ownerless"
    accept_handover(actor=lena, at=at, handover=given(feature, by=maya, to=maya, at=at))
    assert not feature.flags.open().exists()


def test_a_hand_over_leaves_the_date_and_the_outcome_alone(feature: Commitment, handed: Handover) -> None:
    feature.refresh_from_db()
    assert (feature.due_on, feature.moves, feature.adjusted, feature.outcome) == (date(2027, 3, 15), 0, None, None)


def test_an_open_change_asks_the_new_owner(
    launched: Agreement, feature: Commitment, dana: Person, maya: Person, lena: Person, amina: Person, at: datetime
) -> None:
    amendment = asked(later(feature), by=maya, at=at, within=launched)
    handover = given(feature, by=dana, to=amina, at=at)
    accept_handover(actor=amina, at=at, handover=handover)
    accept_handover(actor=lena, at=at, handover=handover)
    waiting = Consent.objects.filter(alternative__amendment=amendment, answer=None)
    assert set(waiting.values_list("person__name", flat=True)) == {"Amina Diallo", "Lena Brandt", "Tomas Lindqvist"}


def test_a_change_that_waited_for_the_former_owner_alone_is_agreed_by_the_hand_over(
    launched: Agreement, feature: Commitment, dana: Person, maya: Person, lena: Person, tomas: Person, at: datetime
) -> None:
    """Maya takes it herself, and she asked for the change."""
    amendment = asked(later(feature), by=maya, at=at, within=launched)
    for person in (lena, tomas):
        accepted(amendment, by=person, at=at)
    accept_handover(actor=lena, at=at, handover=given(feature, by=maya, to=maya, at=at))
    amendment.refresh_from_db()
    feature.refresh_from_db()
    assert (amendment.state, feature.owner, feature.due_on) == ("agreed", maya, date(2027, 3, 22))
    assert list(launched.versions.order_by("number").values_list("number", "handover")) == [
        (1, None),
        (2, Handover.objects.get().pk),
        (3, None),
    ]


def test_histories_hold(handed: Handover) -> None:
    assert broken_histories() == []


# Who says no


@pytest.mark.parametrize("name", ["amina", "lena"])
def test_both_may_leave_it_where_it_is(
    request: pytest.FixtureRequest, launched: Agreement, handover: Handover, dana: Person, at: datetime, name: str
) -> None:
    person = request.getfixturevalue(name)
    declined = decline_handover(actor=person, at=at, handover=handover, reason=" I am away in March. ")
    handover.commitment.refresh_from_db()
    assert (declined.state, declined.declined_by, declined.closed_at) == ("declined", person, at)
    assert handover.commitment.owner == dana
    assert entry(launched, "handover_declined").data["reason"] == "I am away in March."
    assert Version.objects.count() == 1


def test_declining_needs_a_reason(handover: Handover, amina: Person, at: datetime) -> None:
    with refused(InvalidValueError, handover) as refusal:
        decline_handover(actor=amina, at=at, handover=handover, reason="")
    assert list(refusal.value.fields) == ["reason"]


def test_only_who_is_asked_declines(handover: Handover, maya: Person, at: datetime) -> None:
    with refused(ForbiddenError, handover):
        decline_handover(actor=maya, at=at, handover=handover, reason="No.")


def test_what_was_declined_is_not_taken(handover: Handover, amina: Person, lena: Person, at: datetime) -> None:
    decline_handover(actor=lena, at=at, handover=handover, reason="She knows it best.")
    with refused(MoveNotAllowedError, handover):
        accept_handover(actor=amina, at=at, handover=handover)


@pytest.mark.parametrize("name", ["dana", "maya"])
def test_who_asked_or_might_ask_withdraws(
    request: pytest.FixtureRequest, launched: Agreement, handover: Handover, at: datetime, name: str
) -> None:
    assert withdraw_handover(actor=request.getfixturevalue(name), at=at, handover=handover).state == "withdrawn"
    assert count(launched, "handover_withdrawn") == 1


def test_who_is_asked_does_not_withdraw(handover: Handover, amina: Person, at: datetime) -> None:
    with refused(ForbiddenError, handover):
        withdraw_handover(actor=amina, at=at, handover=handover)


def test_what_was_handed_over_is_not_withdrawn(handed: Handover, maya: Person, at: datetime) -> None:
    with refused(MoveNotAllowedError, handed):
        withdraw_handover(actor=maya, at=at, handover=handed)


def test_after_a_no_somebody_else_is_asked(
    handover: Handover, amina: Person, dana: Person, maya: Person, at: datetime
) -> None:
    decline_handover(actor=amina, at=at, handover=handover, reason="No room.")
    assert given(handover.commitment, by=dana, to=maya, at=at).state == "open"
