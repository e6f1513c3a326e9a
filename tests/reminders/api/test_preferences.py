import pytest

from reminders.domain.channels import Channel
from reminders.domain.topics import Topic
from reminders.models import Preference
from reminders.operations.preferences import set_preferences
from teams.models import Person, Team
from tests.conftest import ApiFactory
from tests.factories import AT

pytestmark = pytest.mark.django_db

OWN = "/api/v1/preferences/"
USUAL = {"email": True, "slack": False, "teams": False}
UNSAID = {"email": None, "slack": None, "teams": None}


def test_what_holds_and_what_was_said(api: ApiFactory, dana: Person, maya: Person, product: Team) -> None:
    set_preferences(actor=maya, at=AT, of=product, words={(Topic.DRIFT, Channel.EMAIL): False})
    set_preferences(actor=dana, at=AT, of=dana, words={(Topic.DATES, Channel.EMAIL): False})
    answer = api(dana).get(OWN).json()

    assert answer["topics"]["drift"] == USUAL | {"email": False}
    assert answer["own"]["drift"] == UNSAID
    assert answer["own"]["dates"] == UNSAID | {"email": False}
    assert answer["topics"]["syncs"] == USUAL
    assert (answer["quiet_hours"], answer["working_days"][-1]) == ({"from": "19:00", "until": "08:00"}, "friday")


def test_only_what_is_sent_changes(api: ApiFactory, dana: Person) -> None:
    set_preferences(actor=dana, at=AT, of=dana, words={(Topic.DATES, Channel.EMAIL): False})
    answer = api(dana).patch(OWN, {"topics": {"drift": {"email": False}}}, format="json")

    assert answer.status_code == 200
    assert (answer.json()["own"]["dates"]["email"], answer.json()["own"]["drift"]["email"]) == (False, False)


def test_null_takes_a_word_back(api: ApiFactory, dana: Person) -> None:
    set_preferences(actor=dana, at=AT, of=dana, words={(Topic.DATES, Channel.EMAIL): False})
    api(dana).patch(OWN, {"topics": {"dates": {"email": None}}}, format="json")

    assert not Preference.objects.exists()


def test_hours_and_days_are_kept_with_them(api: ApiFactory, dana: Person) -> None:
    hours = {"quiet_hours": {"from": "20:00", "until": "07:30"}, "working_days": ["monday", "sunday"]}
    answer = api(dana).patch(OWN, hours, format="json").json()

    assert {name: answer[name] for name in hours} == hours


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"topics": {"weather": {"email": True}}}, 400, "topics.weather"),
        ({"topics": {"drift": {"pigeon": True}}}, 400, "topics.drift.pigeon"),
        ({"topics": {"drift": {"webhook": True}}}, 400, "topics.drift.webhook"),
        ({"topics": {"drift": {"email": "perhaps"}}}, 400, "topics.drift.email"),
        ({"topics": {"drift": True}}, 400, "topics.drift"),
        ({"topics": []}, 400, "topics"),
        ({"channels": {}}, 400, "channels"),
        ({"working_days": []}, 422, "working_days"),
    ],
)
def test_what_does_not_fit_is_named_and_changes_nothing(
    api: ApiFactory, dana: Person, body: dict[str, object], status: int, field: str
) -> None:
    answer = api(dana).patch(OWN, body, format="json")

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (status, [field])
    assert not Preference.objects.exists()


def test_another_version_is_refused(api: ApiFactory, dana: Person) -> None:
    body = {"topics": {"drift": {"email": False}}}
    assert api(dana).patch(OWN, body, format="json", HTTP_IF_MATCH='"other"').status_code == 412


def test_a_lead_speaks_for_the_team(api: ApiFactory, maya: Person, product: Team) -> None:
    body = {"topics": {"drift": {"slack": False}}}
    answer = api(maya).patch("/api/v1/teams/product/preferences/", body, format="json")

    assert answer.json()["own"]["drift"] == UNSAID | {"slack": False}
    assert Preference.objects.get().team == product


def test_others_do_not_speak_for_the_team(api: ApiFactory, tomas: Person, product: Team) -> None:
    body = {"topics": {"drift": {"slack": False}}}

    assert api(tomas).patch("/api/v1/teams/product/preferences/", body, format="json").status_code == 403


def test_no_such_team(api: ApiFactory, maya: Person) -> None:
    assert api(maya).get("/api/v1/teams/nowhere/preferences/").status_code == 404


def test_administrators_speak_for_everybody(api: ApiFactory, admin: Person, dana: Person) -> None:
    body = {"topics": {"summaries": {"email": False}}}
    api(admin, scope="admin").patch("/api/v1/organisation/preferences/", body, format="json")

    assert api(dana).get(OWN).json()["topics"]["summaries"]["email"] is False


def test_others_do_not_speak_for_everybody(api: ApiFactory, maya: Person) -> None:
    body = {"topics": {"summaries": {"email": False}}}

    assert api(maya).patch("/api/v1/organisation/preferences/", body, format="json").status_code == 403
