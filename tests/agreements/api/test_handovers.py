from datetime import datetime

import pytest

from agreements.domain.handovers import HandoverRole
from agreements.models import Agreement, Commitment, Handover
from agreements.operations.handovers import hand_over
from teams.models import Person
from tests.conftest import ApiFactory


def of(commitment: Commitment) -> str:
    return f"/api/v1/commitments/{commitment.pk}/handovers/"


def at_(handover: Handover, act: str = "") -> str:
    return f"/api/v1/handovers/{handover.pk}/{act}"


@pytest.fixture
def handover(feature: Commitment, dana: Person, maya: Person, at: datetime) -> Handover:
    return hand_over(
        actor=dana, at=at, commitment=feature, role=HandoverRole.OWNER, to_person=maya, reason="I leave in April."
    )


def test_asking(api: ApiFactory, dana: Person, maya: Person, feature: Commitment) -> None:
    response = api(dana).post(of(feature), {"to_person": maya.email, "reason": "I leave in April."})
    asked = Handover.objects.get()

    assert (response.status_code, response.json()) == (
        201,
        {
            "id": asked.pk,
            "commitment": feature.pk,
            "role": "owner",
            "state": "open",
            "from_person": dana.email,
            "to_person": maya.email,
            "reason": "I leave in April.",
            "asked_by": dana.email,
            "asked_at": "2027-03-01T09:00:00Z",
            "taken_at": None,
            "agreed_at": None,
            "agreed_by": None,
            "declined_by": None,
            "decline_reason": "",
            "closed_at": None,
        },
    )


def test_the_receiver_asks_for_another_receiver(
    api: ApiFactory, lena: Person, tomas: Person, feature: Commitment
) -> None:
    body = {"role": "receiver", "to_person": tomas.email, "reason": "I am away."}

    assert api(lena).post(of(feature), body).json()["role"] == "receiver"


def test_asking_without_a_reason_names_the_field(
    api: ApiFactory, dana: Person, maya: Person, feature: Commitment
) -> None:
    response = api(dana).post(of(feature), {"to_person": maya.email, "reason": " "})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (422, ["reason"])


def test_the_list_is_of_one_commitment(api: ApiFactory, outsider: Person, handover: Handover) -> None:
    found = api(outsider).get(of(handover.commitment)).json()["results"]

    assert [row["id"] for row in found] == [handover.pk]


def test_one(api: ApiFactory, outsider: Person, handover: Handover) -> None:
    assert api(outsider).get(at_(handover)).json()["to_person"] == handover.to_person.email


def test_what_one_may_not_see_is_not_there(
    api: ApiFactory, outsider: Person, launch: Agreement, handover: Handover
) -> None:
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")

    assert api(outsider).get(at_(handover)).status_code == 404


def test_both_words_hand_it_over(
    api: ApiFactory, maya: Person, lena: Person, feature: Commitment, handover: Handover
) -> None:
    first, second = (api(person).post(at_(handover, "acceptance/")).json() for person in (maya, lena))
    feature.refresh_from_db()

    assert (first["state"], first["taken_at"], second["state"], second["agreed_by"], feature.owner) == (
        "open",
        "2027-03-01T09:00:00Z",
        "done",
        lena.email,
        maya,
    )


def test_a_second_word_of_the_same_person_is_refused(api: ApiFactory, maya: Person, handover: Handover) -> None:
    api(maya).post(at_(handover, "acceptance/"))
    response = api(maya).post(at_(handover, "acceptance/"))

    assert (response.status_code, response.json()["error"]["code"]) == (409, "word_given")


def test_declining(api: ApiFactory, lena: Person, handover: Handover) -> None:
    said = api(lena).post(at_(handover, "decline/"), {"reason": "She knows it best."}).json()

    assert (said["state"], said["declined_by"], said["decline_reason"]) == (
        "declined",
        lena.email,
        "She knows it best.",
    )


def test_withdrawing(api: ApiFactory, dana: Person, handover: Handover) -> None:
    assert api(dana).post(at_(handover, "withdrawal/")).json()["state"] == "withdrawn"


def test_who_has_no_part_in_it_answers_nothing(api: ApiFactory, outsider: Person, handover: Handover) -> None:
    acts = {"acceptance/": {}, "decline/": {"reason": "No."}, "withdrawal/": {}}

    assert {api(outsider).post(at_(handover, act), body).status_code for act, body in acts.items()} == {403}


def test_naming_who_signs(api: ApiFactory, tomas: Person, lena: Person, launch: Agreement) -> None:
    response = api(tomas).post(
        f"/api/v1/agreements/{launch.number}/parties/sales/representative/", {"person": lena.email}
    )

    assert (response.status_code, response.json()["representative"]) == (200, lena.email)


def test_only_a_lead_or_an_administrator_names_who_signs(api: ApiFactory, lena: Person, launch: Agreement) -> None:
    address = f"/api/v1/agreements/{launch.number}/parties/sales/representative/"

    assert api(lena).post(address, {"person": lena.email}).status_code == 403
