from datetime import date

from agreements.models import Commitment
from teams.models import Person
from tests.agreements.api.amendments.asking import RIPPLE, ask, asked, later, rows_in_all
from tests.conftest import ApiFactory


def test_it_says_what_asking_would_bring_about_and_writes_nothing(
    api: ApiFactory, dana: Person, feature: Commitment
) -> None:
    before, body = rows_in_all(), asked(later(feature), later(feature, "2027-03-03", label="Sooner"))
    response = api(dana).post(RIPPLE, body)
    first, second = response.json()["alternatives"]

    assert (response.status_code, rows_in_all()) == (200, before)
    assert first["changes"] == [{"commitment": feature.pk, "due_on": "2027-03-22", "was": {"due_on": "2027-03-15"}}]
    assert [row["now"] for row in first["ripple"]] == ["2027-03-22", "2027-03-23"]
    assert [row["now"] for row in second["ripple"]] == ["2027-03-03", "2027-03-16"]
    assert (first["notice_days"], first["is_early"], len(first["affected"])) == (10, True, 4)


def test_it_is_what_asking_then_says(api: ApiFactory, dana: Person, feature: Commitment) -> None:
    preview = api(dana).post(RIPPLE, asked(later(feature))).json()["alternatives"][0]
    way = ask(api, dana, later(feature))["alternatives"][0]

    assert (way["ripple"], way["changes"]) == (preview["ripple"], preview["changes"])


def test_it_breaks_what_is_needed_sooner(api: ApiFactory, dana: Person, outreach: Commitment) -> None:
    Commitment.objects.filter(pk=outreach.pk).update(needed_by=date(2027, 3, 18))
    feature = Commitment.objects.get(agreement=outreach.agreement_id, number=1)
    broken = api(dana).post(RIPPLE, asked(later(feature))).json()["alternatives"][0]["ripple"][1]

    assert (broken["needed_by"], broken["breaks_needed_by"], broken["is_new_break"]) == ("2027-03-18", True, True)


def test_what_asking_refuses_it_refuses(api: ApiFactory, dana: Person, outsider: Person, feature: Commitment) -> None:
    passed = api(dana).post(RIPPLE, asked(later(feature, "2027-02-01")))
    stranger = api(outsider).post(RIPPLE, asked(later(feature)))

    assert (passed.status_code, stranger.status_code) == (422, 403)
    assert list(passed.json()["error"]["fields"]) == ["alternatives.0.changes.0.due_on"]


def test_the_chain_of_one_that_was_asked_for(api: ApiFactory, dana: Person, tomas: Person, feature: Commitment) -> None:
    amendment = ask(api, dana, later(feature))
    told = api(tomas).get(f"/api/v1/amendments/{amendment['id']}/ripple/").json()
    way = amendment["alternatives"][0]

    assert told == {"alternatives": [{"id": way["id"], "label": way["label"], "ripple": way["ripple"]}]}
