"""Check-ins, and what each of the two people asked may read of the other's answer (PRODUCT 3.3)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from pytest_django.asserts import assertNumQueries

from agreements.domain.commitments import Standing
from agreements.models import Agreement, CheckIn, Commitment, Sync
from agreements.operations.checkins import check_in
from agreements.operations.drafts import CheckInDraft
from teams.models import Person
from tests.conftest import ApiFactory
from tests.factories import CheckInFactory

DOUBT = CheckInDraft(standing=Standing.AT_RISK, expected_on=date(2027, 3, 17), note="The supplier is late to answer.")


def check_ins(commitment: Commitment) -> str:
    return f"/api/v1/commitments/{commitment.pk}/check-ins/"


def test_checking_in(api: ApiFactory, dana: Person, feature: Commitment) -> None:
    client = api(dana)
    response = client.post(check_ins(feature), {"standing": "off_track", "expected_on": "2027-03-22"})
    said = {
        "id": CheckIn.objects.get().pk,
        "role": "owner",
        "person": "dana.whitfield@acme.example",
        "standing": "off_track",
        "expected_on": "2027-03-22",
        "note": "",
        "round_on": None,
        "at": "2027-03-01T09:00:00Z",
        "sealed": False,
    }

    assert (response.status_code, response.json()) == (201, said)
    assert client.get(check_ins(feature)).json() == {"results": [said], "next": None}


def test_the_commitment_shows_it_at_once(api: ApiFactory, dana: Person, feature: Commitment) -> None:
    client = api(dana)
    client.post(check_ins(feature), {"standing": "off_track", "expected_on": "2027-03-22"})
    said = client.get(f"/api/v1/commitments/{feature.pk}/").json()

    assert (said["standing"], said["expected_on"], said["health"]) == ("off_track", "2027-03-22", "drifting")


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({}, 400, {"standing": ["This field is required."]}),
        ({"standing": "fine"}, 400, {"standing": ['"fine" is not a valid choice.']}),
        ({"standing": "on_track", "at": "now"}, 400, {"at": ["There is no field of this name to set."]}),
        (
            {"standing": "at_risk", "expected_on": "2027-02-28"},
            422,
            {"expected_on": ["The date you expect it on lies in the past."]},
        ),
        (
            {"standing": "at_risk", "expected_on": "9999-12-31"},
            422,
            {"expected_on": ["Choose a date from 2000 to 2199."]},
        ),
    ],
)
def test_what_is_no_answer_is_named(
    api: ApiFactory, dana: Person, feature: Commitment, body: dict[str, object], status: int, fields: dict[str, object]
) -> None:
    response = api(dana).post(check_ins(feature), body)

    assert (response.status_code, response.json()["error"]["fields"]) == (status, fields)
    assert not CheckIn.objects.exists()


def test_who_is_not_asked_says_nothing(api: ApiFactory, tomas: Person, feature: Commitment) -> None:
    assert api(tomas).post(check_ins(feature), {"standing": "on_track"}).status_code == 403


def test_nobody_is_asked_about_a_draft(api: ApiFactory, dana: Person, draft: Agreement) -> None:
    response = api(dana).post(check_ins(draft.commitments.get(number=1)), {"standing": "on_track"})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_active")


def read(api: ApiFactory, person: Person, commitment: Commitment) -> list[tuple[object, ...]]:
    rows = api(person).get(check_ins(commitment)).json()["results"]
    return [(row["role"], row["standing"], row["expected_on"], row["note"], row["sealed"]) for row in rows]


OPEN = ("owner", "at_risk", "2027-03-17", "The supplier is late to answer.", False)
SEALED = ("owner", None, "2027-03-17", None, True)


@pytest.fixture
def doubted(feature: Commitment, sync: Sync, dana: Person, at: datetime) -> Commitment:
    """Dana has some doubt, said in the round of the sync on Wednesday."""
    check_in(actor=dana, at=at, commitment=feature, answer=DOUBT)
    return feature


def test_the_receiver_reads_the_owner_after_answering(
    api: ApiFactory, doubted: Commitment, lena: Person, at: datetime
) -> None:
    before = read(api, lena, doubted)
    check_in(actor=lena, at=at, commitment=doubted, answer=CheckInDraft(standing=Standing.ON_TRACK))
    after = read(api, lena, doubted)

    assert (before, after) == ([SEALED], [("receiver", "on_track", None, "", False), OPEN])


def test_the_owner_reads_the_receiver_after_answering(
    api: ApiFactory, feature: Commitment, sync: Sync, lena: Person, dana: Person, at: datetime
) -> None:
    check_in(actor=lena, at=at, commitment=feature, answer=CheckInDraft(standing=Standing.AT_RISK))
    before = read(api, dana, feature)
    check_in(actor=dana, at=at, commitment=feature, answer=CheckInDraft(standing=Standing.ON_TRACK))

    assert (before, len([row for row in read(api, dana, feature) if row[-1]])) == (
        [("receiver", None, None, None, True)],
        0,
    )


def test_the_seal_breaks_when_the_sync_starts(api: ApiFactory, doubted: Commitment, lena: Person, sync: Sync) -> None:
    seen = []
    for moment in (sync.starts_at - timedelta(seconds=1), sync.starts_at):
        with time_machine.travel(moment, tick=False):
            seen.append(read(api, lena, doubted))

    assert seen == [[SEALED], [OPEN]]


def test_others_read_it_at_once(api: ApiFactory, doubted: Commitment, tomas: Person, dana: Person) -> None:
    assert (read(api, tomas, doubted), read(api, dana, doubted)) == ([OPEN], [OPEN])


def test_who_stands_in_for_the_receiver_waits_too(
    api: ApiFactory, doubted: Commitment, lena: Person, tomas: Person
) -> None:
    lena.delegate = tomas
    lena.save()

    assert read(api, tomas, doubted) == [SEALED]


def test_off_track_is_never_sealed(
    api: ApiFactory, feature: Commitment, sync: Sync, dana: Person, lena: Person, at: datetime
) -> None:
    answer = CheckInDraft(standing=Standing.OFF_TRACK, note="It needs a week.")
    check_in(actor=dana, at=at, commitment=feature, answer=answer)

    assert read(api, lena, feature) == [("owner", "off_track", None, "It needs a week.", False)]


def test_the_commitment_keeps_the_seal(api: ApiFactory, doubted: Commitment, lena: Person, tomas: Person) -> None:
    paths = (f"/api/v1/commitments/{doubted.pk}/", "/api/v1/commitments/")
    lena_one, lena_all, tomas_one, tomas_all = (
        api(person).get(path).json() for person in (lena, tomas) for path in paths
    )
    said = [row["standing"] for row in (lena_one, lena_all["results"][0], tomas_one, tomas_all["results"][0])]

    assert (said, lena_one["expected_on"]) == ([None, None, "at_risk", "at_risk"], "2027-03-17")


def test_under_the_seal_stands_the_word_before(
    api: ApiFactory, feature: Commitment, sync: Sync, dana: Person, lena: Person, at: datetime
) -> None:
    early = at - timedelta(weeks=2)
    check_in(actor=dana, at=early, commitment=feature, answer=CheckInDraft(standing=Standing.ON_TRACK))
    check_in(actor=dana, at=at, commitment=feature, answer=DOUBT)

    assert api(lena).get(f"/api/v1/commitments/{feature.pk}/").json()["standing"] == "on_track"


def test_the_history_keeps_the_seal(api: ApiFactory, doubted: Commitment, lena: Person, tomas: Person) -> None:
    (of_lena,), (of_tomas,) = (
        api(person).get("/api/v1/agreements/32/history/?only=check-ins").json()["results"] for person in (lena, tomas)
    )
    told = {"standing": "at_risk", "expected_on": "2027-03-17", "note": "The supplier is late to answer."}

    assert (of_lena["data"]["now"], of_tomas["data"]["now"]) == (told | {"standing": None, "note": ""}, told)
    assert of_lena["text"] == (
        "Dana Whitfield checked in, expects it on 17 Mar; what they said is read once both have answered"
    )
    assert of_tomas["text"] == "Dana Whitfield checked in: some doubt, expects it on 17 Mar"


def test_without_a_cadence_the_seal_breaks_with_the_round(
    api: ApiFactory, feature: Commitment, launch: Agreement, dana: Person, lena: Person, at: datetime
) -> None:
    """In force since 1 February: rounds open on 15 February and 1 March and end with the third working day after."""
    launch.cadence.delete()
    check_in(actor=dana, at=at, commitment=feature, answer=DOUBT)
    seen = []
    for moment in (
        datetime.fromisoformat("2027-03-04T23:59:59+01:00"),
        datetime.fromisoformat("2027-03-05T00:00:00+01:00"),
    ):
        with time_machine.travel(moment, tick=False):
            seen.append(read(api, lena, feature)[0][-1])

    assert seen == [True, False]


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(api: ApiFactory, doubted: Commitment, lena: Person, more: int) -> None:
    CheckInFactory.create_batch(more, commitment=doubted)
    client = api(lena)
    with assertNumQueries(7):
        client.get(check_ins(doubted))


def test_taking_an_answer_back(api: ApiFactory, dana: Person, feature: Commitment) -> None:
    client = api(dana)
    given = client.post(check_ins(feature), {"standing": "off_track"}).json()["id"]

    assert client.delete(f"/api/v1/check-ins/{given}/").status_code == 204
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("lena", 403), ("outsider", 404)])
def test_nobody_else_takes_it_back(
    api: ApiFactory,
    dana: Person,
    feature: Commitment,
    private: Agreement,
    request: pytest.FixtureRequest,
    who: str,
    status: int,
) -> None:
    given = api(dana).post(check_ins(feature), {"standing": "off_track"}).json()["id"]

    assert api(request.getfixturevalue(who)).delete(f"/api/v1/check-ins/{given}/").status_code == status


def test_after_two_minutes_an_answer_stays(api: ApiFactory, dana: Person, feature: Commitment, at: datetime) -> None:
    client = api(dana)
    given = client.post(check_ins(feature), {"standing": "off_track"}).json()["id"]
    with time_machine.travel(at + timedelta(seconds=121), tick=False):
        answer = client.delete(f"/api/v1/check-ins/{given}/")

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "undo_over")
