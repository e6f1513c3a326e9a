from datetime import datetime

from django.test import Client
from time_machine import TimeMachineFixture

from agreements.models import Agreement, Commitment
from teams.models import Organisation, Person
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words


def test_only_numbers_that_differ_from_the_usual_are_kept(client: Client, admin: Person) -> None:
    client.force_login(admin)
    values = client.get("/settings/drift/").context["form"].initial | {"due_soon_days": 7}

    client.post("/settings/drift/", values)

    assert Organisation.objects.get().thresholds == {"due_soon_days": 7}


def test_a_number_no_rule_allows_is_refused_at_its_field(client: Client, admin: Person) -> None:
    client.force_login(admin)
    values = client.get("/settings/drift/").context["form"].initial | {"due_soon_days": 0}

    answer = client.post("/settings/drift/", values)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["due_soon_days"]


def test_a_preview_says_what_would_be_flagged_and_saves_nothing(
    client: Client, admin: Person, feature: Commitment, at: datetime, time_machine: TimeMachineFixture
) -> None:
    """The feature is due in ten working days, and nothing was said of it yet."""
    time_machine.move_to(at, tick=False)
    client.force_login(admin)
    values = client.get("/settings/drift/").context["form"].initial | {"due_soon_days": 10, "preview": "1"}

    page = words(client.post("/settings/drift/", values))

    assert "would flag 1 today (now 0)" in page
    assert "Nothing is saved yet." in page
    assert 'value="10"' in page
    assert Organisation.objects.get().thresholds == {}


def test_a_preview_of_an_impossible_number_says_so(client: Client, admin: Person) -> None:
    client.force_login(admin)
    values = client.get("/settings/drift/").context["form"].initial | {"due_soon_days": 0, "preview": "1"}

    assert client.post("/settings/drift/", values).status_code == 422


class TestOfOneAgreement:
    def test_an_empty_field_is_as_the_organisation_has_it(
        self, sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person
    ) -> None:
        Organisation.objects.update(thresholds={"due_soon_days": 7})
        page = page_of(launch, "drift")
        browser = sign_in(maya)
        assert "as the organisation: 7 working days" in words(browser.get(page))

        browser.post(page, {"unsaid_days": 30})

        launch.refresh_from_db()
        assert launch.thresholds == {"unsaid_days": 30}

    def test_a_preview_is_of_this_agreement(
        self, sign_in: SignIn, page_of: PageOf, feature: Commitment, maya: Person
    ) -> None:
        answer = sign_in(maya).post(page_of(feature.agreement, "drift"), {"due_soon_days": 10, "preview": "1"})
        assert "would flag 1 today (now 0)" in words(answer)
        assert Agreement.objects.get().thresholds == {}

    def test_others_read_the_numbers(self, sign_in: SignIn, page_of: PageOf, launch: Agreement, dana: Person) -> None:
        browser, page = sign_in(dana), page_of(launch, "drift")
        shown = words(browser.get(page))
        assert "as the organisation: 5 working days" in shown
        assert "Save its numbers" not in shown
        assert browser.post(page, {"unsaid_days": 30}).status_code == 403

    def test_it_is_absent_for_whom_the_agreement_is(
        self, sign_in: SignIn, page_of: PageOf, launch: Agreement, outsider: Person
    ) -> None:
        Agreement.objects.update(visibility="parties")
        assert sign_in(outsider).get(page_of(launch, "drift")).status_code == 404
