from datetime import datetime, timedelta
from typing import Any

import pytest
from time_machine import TimeMachineFixture

from agreements.models import Commitment
from agreements.operations.amendments.expiry import expire_amendments
from teams.models import Person
from tests.agreements.api.amendments.asking import ask, later, say
from tests.conftest import ApiFactory


def test_who_asked_withdraws_it(api: ApiFactory, tomas: Person, dana: Person, feature: Commitment) -> None:
    path = f"/api/v1/amendments/{ask(api, dana, later(feature))['id']}/withdrawal/"

    assert api(tomas).post(path).status_code == 403
    assert api(dana).post(path).json()["state"] == "withdrawn"
    assert api(dana).post(path).status_code == 409


def test_who_asked_asks_again(
    api: ApiFactory, dana: Person, feature: Commitment, at: datetime, time_machine: TimeMachineFixture
) -> None:
    path = f"/api/v1/amendments/{ask(api, dana, later(feature))['id']}/"
    time_machine.move_to(at + timedelta(days=11), tick=False)
    expire_amendments(at=at + timedelta(days=11))
    expired = api(dana).get(path).json()
    again = api(dana).post(f"{path}reopening/", {"answer_by": "2027-03-14"}).json()

    assert (expired["state"], expired["closed_at"]) == ("expired", "2027-03-12T09:00:00Z")
    assert (again["state"], again["answer_by"], again["closed_at"]) == ("open", "2027-03-14", None)


def test_where_others_changed_the_same_who_asked_chooses(
    api: ApiFactory, maya: Person, tomas: Person, lena: Person, dana: Person, feature: Commitment
) -> None:
    mine, theirs = ask(api, dana, later(feature)), ask(api, dana, later(feature, "2027-03-19"))
    for person in (maya, tomas, lena):
        say(api, person, theirs, "accept")
    refused = say(api, tomas, mine, "accept")
    here = f"/api/v1/amendments/{mine['id']}/resolution/"
    told = api(dana).get(here).json()
    (clash,) = told["conflicts"]

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "amendment_conflict")
    assert (told["freshness"], clash["field"], clash["can_keep_ours"]) == ("conflicting", "due_on", True)
    assert (clash["was"], clash["theirs"], clash["yours"]) == ("2027-03-15", "2027-03-19", "2027-03-22")

    chosen = api(dana).post(here, {"keep": [{"change": clash["change"], "side": "ours"}]}).json()
    assert chosen["alternatives"][0]["changes"][0]["was"] == {"due_on": "2027-03-19"}
    assert api(dana).get(here).json() == {"freshness": "fresh", "conflicts": []}


@pytest.mark.parametrize("body", [{}, {"keep": [{"change": 1}]}, {"keep": [{"change": 1, "side": "mine"}]}])
def test_a_choice_of_no_shape_is_refused(
    api: ApiFactory, dana: Person, feature: Commitment, body: dict[str, Any]
) -> None:
    here = f"/api/v1/amendments/{ask(api, dana, later(feature))['id']}/resolution/"

    assert api(dana).post(here, body).status_code == 400
