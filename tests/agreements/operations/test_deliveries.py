from datetime import UTC, date, datetime

import pytest

from agreements.domain.states import MoveNotAllowedError
from agreements.models import Agreement, Commitment
from agreements.operations.agreements import end_agreement
from agreements.operations.deliveries import accept, deliver, release, send_back, take_back_delivery
from agreements.operations.locks import NotActiveError, RemovedMeanwhileError
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import entry, refused
from tests.factories import AgreementFactory, CommitmentFactory

ON_TIME = datetime(2027, 3, 15, 16, 0, tzinfo=UTC)
LAST_INSTANT_OF_GRACE = datetime(2027, 3, 17, 22, 59, 59, tzinfo=UTC)  # Wednesday 23:59:59 in Berlin
AFTER_GRACE = datetime(2027, 3, 17, 23, 0, tzinfo=UTC)
LATER = datetime(2027, 3, 19, 9, 0, tzinfo=UTC)


@pytest.fixture
def delivered(feature: Commitment, dana: Person) -> Commitment:
    return deliver(actor=dana, at=ON_TIME, commitment=feature, evidence="Release 4.2")


def test_a_delivery_waits_for_its_receiver(delivered: Commitment) -> None:
    delivered.refresh_from_db()
    assert (delivered.state, delivered.delivered_at, delivered.evidence, delivered.outcome, delivered.revision) == (
        "delivered",
        ON_TIME,
        "Release 4.2",
        None,
        2,
    )


def test_a_delivery_is_recorded_with_its_evidence(launch: Agreement, delivered: Commitment, dana: Person) -> None:
    written = entry(launch, "delivered")
    assert (written.actor, written.at, written.commitment, written.data) == (
        dana,
        ON_TIME,
        delivered,
        {
            "evidence": "Release 4.2",
            "was": {"state": "open", "delivered_at": None, "declared_at": None, "evidence": ""},
        },
    )


def test_the_delegate_of_the_owner_delivers(feature: Commitment, dana: Person, maya: Person) -> None:
    dana.delegate = maya
    dana.save()
    assert deliver(actor=maya, at=ON_TIME, commitment=feature, evidence="").state == "delivered"


def test_the_receiver_does_not_deliver(feature: Commitment, lena: Person) -> None:
    with refused(ForbiddenError, feature):
        deliver(actor=lena, at=ON_TIME, commitment=feature, evidence="")


def test_nothing_is_delivered_twice(delivered: Commitment, dana: Person) -> None:
    with refused(MoveNotAllowedError, delivered):
        deliver(actor=dana, at=LATER, commitment=delivered, evidence="")


def test_nothing_is_delivered_once_the_agreement_is_closed(
    launch: Agreement, feature: Commitment, dana: Person
) -> None:
    Agreement.objects.filter(pk=launch.pk).update(state="completed", closed_at=ON_TIME)
    with refused(NotActiveError, feature):
        deliver(actor=dana, at=ON_TIME, commitment=feature, evidence="")


@pytest.mark.parametrize(("at", "outcome"), [(LAST_INSTANT_OF_GRACE, None), (AFTER_GRACE, "lapsed")])
def test_a_delivery_after_two_working_days_decides_the_outcome(
    feature: Commitment, dana: Person, at: datetime, outcome: str | None
) -> None:
    assert deliver(actor=dana, at=at, commitment=feature, evidence="").outcome == outcome


def test_a_delivery_after_the_lapse_leaves_it_a_fact(feature: Commitment, dana: Person, lena: Person) -> None:
    Commitment.objects.filter(pk=feature.pk).update(state="lapsed", lapsed_at=AFTER_GRACE, outcome="lapsed")
    deliver(actor=dana, at=LATER, commitment=feature, evidence="")
    accepted = accept(actor=lena, at=LATER, commitment=feature)
    assert (accepted.state, accepted.outcome, accepted.lapsed_at) == ("accepted", "lapsed", AFTER_GRACE)


def test_acceptance_of_what_came_in_time_keeps_the_promise(
    launch: Agreement, delivered: Commitment, lena: Person
) -> None:
    accepted = accept(actor=lena, at=LATER, commitment=delivered)
    assert (accepted.state, accepted.accepted_at, accepted.outcome) == ("accepted", LATER, "kept")
    assert entry(launch, "accepted").data == {}


def test_the_owner_never_accepts_even_as_a_delegate(delivered: Commitment, dana: Person, lena: Person) -> None:
    lena.delegate = dana
    lena.save()
    with refused(ForbiddenError, delivered):
        accept(actor=dana, at=LATER, commitment=delivered)


def test_only_what_was_delivered_is_accepted(feature: Commitment, lena: Person) -> None:
    with refused(MoveNotAllowedError, feature):
        accept(actor=lena, at=LATER, commitment=feature)


def test_what_is_sent_back_is_open_again_and_keeps_its_delivery(
    launch: Agreement, delivered: Commitment, lena: Person
) -> None:
    returned = send_back(actor=lena, at=LATER, commitment=delivered, reason=" The export is missing. ")
    assert (returned.state, returned.delivered_at, returned.outcome) == ("open", ON_TIME, None)
    assert entry(launch, "sent_back").data == {"reason": "The export is missing."}


def test_a_second_delivery_keeps_the_first_instant(delivered: Commitment, dana: Person, lena: Person) -> None:
    send_back(actor=lena, at=LATER, commitment=delivered, reason="The export is missing.")
    again = deliver(actor=dana, at=LATER, commitment=delivered, evidence="Release 4.3")
    assert (again.delivered_at, again.evidence) == (ON_TIME, "Release 4.3")


def test_sending_back_needs_a_reason(delivered: Commitment, lena: Person) -> None:
    with refused(InvalidValueError, delivered) as refusal:
        send_back(actor=lena, at=LATER, commitment=delivered, reason=" ")
    assert list(refusal.value.fields) == ["reason"]


def test_only_the_receiver_sends_back(delivered: Commitment, tomas: Person) -> None:
    with refused(ForbiddenError, delivered):
        send_back(actor=tomas, at=LATER, commitment=delivered, reason="Not what we meant.")


def test_a_delivery_is_taken_back_until_it_is_answered(delivered: Commitment, dana: Person) -> None:
    open_again = take_back_delivery(actor=dana, at=LATER, commitment=delivered)
    assert (open_again.state, open_again.delivered_at, open_again.declared_at, open_again.evidence) == (
        "open",
        None,
        None,
        "",
    )


def test_taking_back_is_recorded(launch: Agreement, delivered: Commitment, dana: Person) -> None:
    take_back_delivery(actor=dana, at=LATER, commitment=delivered)
    written = entry(launch, "delivery_taken_back")
    assert (written.actor, written.at, written.commitment, written.data) == (dana, LATER, delivered, {})


def test_a_second_delivery_taken_back_leaves_the_first(delivered: Commitment, dana: Person, lena: Person) -> None:
    send_back(actor=lena, at=LATER, commitment=delivered, reason="The export is missing.")
    deliver(actor=dana, at=AFTER_GRACE, commitment=delivered, evidence="Release 4.3")
    open_again = take_back_delivery(actor=dana, at=LATER, commitment=delivered)
    assert (open_again.delivered_at, open_again.declared_at, open_again.evidence) == (ON_TIME, ON_TIME, "Release 4.2")


def test_a_lapse_is_not_undone_with_the_delivery_after_it(feature: Commitment, dana: Person) -> None:
    Commitment.objects.filter(pk=feature.pk).update(state="lapsed", lapsed_at=AFTER_GRACE, outcome="lapsed")
    deliver(actor=dana, at=LATER, commitment=feature, evidence="")
    assert take_back_delivery(actor=dana, at=LATER, commitment=feature).state == "lapsed"


def test_a_delivery_without_an_entry_counts_as_the_first(feature: Commitment, dana: Person) -> None:
    Commitment.objects.filter(pk=feature.pk).update(state="delivered", delivered_at=ON_TIME, declared_at=ON_TIME)
    assert take_back_delivery(actor=dana, at=LATER, commitment=feature).delivered_at is None


def test_the_receiver_does_not_take_back(delivered: Commitment, lena: Person) -> None:
    with refused(ForbiddenError, delivered):
        take_back_delivery(actor=lena, at=LATER, commitment=delivered)


def test_what_was_accepted_is_not_taken_back(delivered: Commitment, dana: Person, lena: Person) -> None:
    accept(actor=lena, at=LATER, commitment=delivered)
    with refused(MoveNotAllowedError, delivered):
        take_back_delivery(actor=dana, at=LATER, commitment=delivered)


def test_a_delivery_settles_a_dispute(feature: Commitment, dana: Person) -> None:
    Commitment.objects.filter(pk=feature.pk).update(is_disputed=True)
    assert not deliver(actor=dana, at=ON_TIME, commitment=feature, evidence="").is_disputed


@pytest.mark.parametrize("name", ["lena", "tomas"])
def test_the_receiving_party_releases(
    request: pytest.FixtureRequest, launch: Agreement, feature: Commitment, name: str
) -> None:
    released = release(actor=request.getfixturevalue(name), at=ON_TIME, commitment=feature, reason="No longer needed.")
    assert (released.state, released.released_at, released.outcome) == ("released", ON_TIME, "released")
    assert entry(launch, "released").data == {"reason": "No longer needed."}


def test_the_owner_does_not_release(feature: Commitment, dana: Person) -> None:
    with refused(ForbiddenError, feature):
        release(actor=dana, at=ON_TIME, commitment=feature, reason="")


def test_what_was_accepted_is_not_released(delivered: Commitment, lena: Person) -> None:
    accept(actor=lena, at=LATER, commitment=delivered)
    with refused(MoveNotAllowedError, delivered):
        release(actor=lena, at=LATER, commitment=delivered, reason="")


def test_a_stale_copy_decides_nothing(feature: Commitment, delivered: Commitment, lena: Person) -> None:
    assert feature.state == "open"
    assert accept(actor=lena, at=LATER, commitment=feature).state == "accepted"


def test_what_was_removed_meanwhile_says_so(organisation: None, dana: Person) -> None:
    draft = CommitmentFactory.create(owner=dana, due_on=date(2027, 3, 15))
    stale = Commitment.objects.select_related("agreement").get(pk=draft.pk)
    draft.delete()
    with pytest.raises(RemovedMeanwhileError):
        deliver(actor=dana, at=ON_TIME, commitment=stale, evidence="")


def test_what_was_removed_with_its_agreement_says_so(organisation: None, dana: Person) -> None:
    stale = CommitmentFactory.create(agreement=AgreementFactory.create(), owner=dana)
    Agreement.objects.get(pk=stale.agreement_id).delete()
    with pytest.raises(RemovedMeanwhileError):
        deliver(actor=dana, at=ON_TIME, commitment=stale, evidence="")


@pytest.fixture
def ended(launch: Agreement, delivered: Commitment, maya: Person) -> Commitment:
    """The agreement was ended while the delivery waited for its answer."""
    end_agreement(actor=maya, at=LATER, agreement=launch, reason="The product is withdrawn.")
    delivered.refresh_from_db()
    return delivered


def test_an_early_end_confirms_nothing_in_the_name_of_the_receiver(ended: Commitment) -> None:
    assert (ended.state, ended.outcome) == ("delivered", None)


def test_what_waited_at_an_early_end_may_still_be_accepted(ended: Commitment, lena: Person) -> None:
    assert accept(actor=lena, at=LATER, commitment=ended).outcome == "kept"


def test_what_waited_at_an_early_end_is_not_opened_again(ended: Commitment, lena: Person) -> None:
    with refused(NotActiveError, ended):
        send_back(actor=lena, at=LATER, commitment=ended, reason="The export is missing.")
