"""Writing the terms, page by page: whoever is in it may, others get a sentence, strangers find nothing."""

import pytest
from django.test import Client

from agreements.models import Agreement, Cadence, Commitment, Dependency, Metric, Party
from teams.models import Person, Team
from tests.factories import (
    AgreementFactory,
    CadenceFactory,
    CommitmentFactory,
    DependencyFactory,
    MetricFactory,
    PartyFactory,
)
from tests.visits import sent

STEPS = ["", "parties/", "commitments/", "metrics/", "cadence/"]
FRAME = {
    "title": "Usage-based pricing",
    "shared_goal": "500 trials a month.",
    "time_zone": "Europe/Berlin",
    "visibility": "organisation",
    "notice_days": "5",
    "answer_within_days": "10",
}
NO_WAITS = {"wait-TOTAL_FORMS": "0", "wait-INITIAL_FORMS": "0"}
METRIC = {
    "name": "Qualified trials",
    "direction": "up",
    "baseline": "100",
    "target": "500",
    "starts_on": "2027-03-01",
    "target_on": "2027-08-01",
    "every_days": "7",
}
CADENCE = {
    "interval": "2",
    "frequency": "weekly",
    "weekday": "1",
    "time": "10:00",
    "minutes": "30",
    "time_zone": "Europe/Berlin",
    "starts_on": "2027-03-01",
}


@pytest.fixture
def draft(product: Team, sales: Team, maya: Person, tomas: Person) -> Agreement:
    agreement = AgreementFactory.create(created_by=maya)
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    return agreement


@pytest.fixture
def promise(draft: Agreement, product: Team, sales: Team, dana: Person, lena: Person) -> Commitment:
    return CommitmentFactory.create(agreement=draft, team=product, for_team=sales, owner=dana, accepted_by=lena)


def page(draft: Agreement, step: str = "") -> str:
    return f"/agreements/{draft.slug}/edit/{step}"


def parties(*teams: Team) -> dict[str, object]:
    rows = {f"party-{n}-team": team.pk for n, team in enumerate(teams)}
    return {"party-TOTAL_FORMS": "3", "party-INITIAL_FORMS": "0", **rows}


def promised(product: Team, sales: Team, **values: object) -> dict[str, object]:
    return {"deliverable": "Beta report", "team": product.pk, "for_team": sales.pk, **NO_WAITS, **values}


# --- beginning ------------------------------------------------------------------------------------------


def test_a_new_agreement_proposes_my_team_and_me(client: Client, maya: Person, product: Team) -> None:
    client.force_login(maya)

    form = client.get("/agreements/new/").context["parties"][0]

    assert (form["team"].value(), form["representative"].value()) == (product.pk, maya.pk)


def test_a_new_agreement_goes_on_with_its_commitments(client: Client, maya: Person, product: Team, sales: Team) -> None:
    answer = sent(client, maya, "/agreements/new/", FRAME | parties(product, sales))

    begun = Agreement.objects.get()
    assert answer.headers["Location"] == f"/agreements/{begun.slug}/edit/commitments/"
    assert [party.team for party in begun.parties.order_by("pk")] == [product, sales]


def test_a_new_agreement_takes_two_teams(client: Client, maya: Person, product: Team) -> None:
    answer = sent(client, maya, "/agreements/new/", FRAME | parties(product))

    assert answer.status_code == 422
    assert not Agreement.objects.exists()


def test_a_refused_new_agreement_keeps_what_was_written(client: Client, maya: Person, product: Team) -> None:
    answer = sent(client, maya, "/agreements/new/", FRAME | parties(product, product))

    assert answer.status_code == 422
    assert "Product is already a party." in answer.text
    assert "500 trials a month." in answer.text


# --- who may --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
def test_members_of_a_party_write_the_terms(client: Client, draft: Agreement, lena: Person, step: str) -> None:
    client.force_login(lena)

    assert client.get(page(draft, step)).status_code == 200


@pytest.mark.parametrize("step", STEPS)
def test_others_who_may_read_are_told_why_not(client: Client, draft: Agreement, outsider: Person, step: str) -> None:
    client.force_login(outsider)

    answer = client.get(page(draft, step))

    assert answer.status_code == 403
    assert "Only members of a party" in answer.text


@pytest.mark.parametrize("step", STEPS)
def test_who_may_not_read_finds_nothing(client: Client, draft: Agreement, outsider: Person, step: str) -> None:
    Agreement.objects.filter(pk=draft.pk).update(visibility="parties")
    client.force_login(outsider)

    assert client.get(page(draft, step)).status_code == 404


def test_what_is_in_force_is_no_draft(client: Client, draft: Agreement, maya: Person) -> None:
    Agreement.objects.filter(pk=draft.pk).update(state="withdrawn")
    client.force_login(maya)

    answer = client.get(page(draft))

    assert answer.status_code == 409
    assert "no longer a draft" in answer.text


# --- each step ------------------------------------------------------------------------------------------


def test_goal_and_frame_are_saved(client: Client, draft: Agreement, maya: Person) -> None:
    sent(client, maya, page(draft), FRAME)

    draft.refresh_from_db()
    assert draft.title == "Usage-based pricing"


def test_a_refused_frame_shows_its_sentence(client: Client, draft: Agreement, maya: Person) -> None:
    dates = {"starts_on": "2027-06-01", "review_on": "2027-05-01"}

    answer = sent(client, maya, page(draft), FRAME | dates)

    assert answer.status_code == 422
    assert "The review comes after the start." in answer.text


def test_a_party_joins_changes_and_leaves(client: Client, draft: Agreement, maya: Person, dana: Person) -> None:
    legal = Team.objects.create(name="Legal", slug="legal")
    sent(client, maya, page(draft, "parties/"), {"team": legal.pk})
    party = Party.objects.get(team=legal)

    sent(client, maya, page(draft, f"parties/{party.pk}/"), {"representative": dana.pk, "gains": "Calm."})
    party.refresh_from_db()
    assert (party.representative, party.gains) == (dana, "Calm.")

    sent(client, maya, page(draft, f"parties/{party.pk}/removal/"), {})
    assert not Party.objects.filter(team=legal).exists()


def test_a_party_that_owes_something_stays(client: Client, promise: Commitment, maya: Person, product: Team) -> None:
    party = Party.objects.get(agreement=promise.agreement, team=product)

    answer = sent(client, maya, page(promise.agreement, f"parties/{party.pk}/removal/"), {})

    assert answer.status_code == 409
    assert "Product still owes or receives something here." in answer.text


def test_a_commitment_is_added(client: Client, draft: Agreement, maya: Person, product: Team, sales: Team) -> None:
    sent(client, maya, page(draft, "commitments/"), promised(product, sales, due_on="2027-04-01"))

    assert Commitment.objects.get(agreement=draft).deliverable == "Beta report"


def test_a_commitment_waits_on_another(
    client: Client, promise: Commitment, maya: Person, product: Team, sales: Team
) -> None:
    waits = {"wait-TOTAL_FORMS": "1", "wait-0-commitment": promise.pk, "wait-0-lag_days": "3"}

    sent(client, maya, page(promise.agreement, "commitments/"), promised(product, sales) | waits)

    wait = Dependency.objects.get()
    assert (wait.upstream, wait.lag_days) == (promise, 3)


def test_a_commitment_keeps_what_it_waits_on_when_it_is_shown(
    client: Client, promise: Commitment, maya: Person
) -> None:
    other = CommitmentFactory.create(agreement=promise.agreement, team=promise.team, for_team=promise.for_team)
    DependencyFactory.create(downstream=promise, upstream=other, lag_days=2)
    client.force_login(maya)

    waits = client.get(page(promise.agreement, f"commitments/{promise.number}/")).context["waits"]

    assert (waits[0]["commitment"].value(), waits[0]["lag_days"].value()) == (other.pk, 2)


def test_a_commitment_offers_no_private_promises_of_others(
    client: Client, promise: Commitment, maya: Person, sales: Team
) -> None:
    secret = CommitmentFactory.create(agreement__visibility="parties", team=sales, is_open=True)
    client.force_login(maya)

    answer = client.get(page(promise.agreement, "commitments/"))

    assert secret.deliverable not in answer.text


def test_a_circle_of_waits_is_said_at_its_field(client: Client, promise: Commitment, maya: Person) -> None:
    other = CommitmentFactory.create(agreement=promise.agreement, team=promise.team, for_team=promise.for_team)
    DependencyFactory.create(downstream=other, upstream=promise)
    values = promised(promise.team, promise.for_team) | {"wait-TOTAL_FORMS": "1", "wait-0-commitment": other.pk}

    answer = sent(client, maya, page(promise.agreement, f"commitments/{promise.number}/"), values)

    assert answer.status_code == 422
    assert "It would wait, through others, on itself." in answer.text


def test_a_promise_to_oneself_is_said_at_its_field(client: Client, draft: Agreement, maya: Person) -> None:
    team = draft.parties.earliest("pk").team

    answer = sent(client, maya, page(draft, "commitments/"), promised(team, team))

    assert answer.context["form"].errors == {"for_team": ["A promise goes to another party."]}


def test_a_commitment_changes_and_goes(client: Client, promise: Commitment, maya: Person) -> None:
    values = promised(promise.team, promise.for_team, deliverable="Gamma report")
    sent(client, maya, page(promise.agreement, f"commitments/{promise.number}/"), values)
    promise.refresh_from_db()
    assert promise.deliverable == "Gamma report"

    sent(client, maya, page(promise.agreement, f"commitments/{promise.number}/removal/"), {})
    assert not Commitment.objects.exists()


def test_a_metric_is_added_changed_and_removed(client: Client, draft: Agreement, maya: Person) -> None:
    sent(client, maya, page(draft, "metrics/"), METRIC)
    metric = Metric.objects.get()

    bound = {"bound_kind": "at_least", "bound": "97.5"}
    sent(client, maya, page(draft, f"metrics/{metric.pk}/"), METRIC | bound)
    metric.refresh_from_db()
    assert (metric.bound_kind, str(metric.bound)) == ("at_least", "97.5000")

    sent(client, maya, page(draft, f"metrics/{metric.pk}/removal/"), {})
    assert not Metric.objects.exists()


def test_a_metric_is_shown_without_empty_decimals(client: Client, draft: Agreement, maya: Person) -> None:
    metric = MetricFactory.create(agreement=draft)
    client.force_login(maya)

    answer = client.get(page(draft, f"metrics/{metric.pk}/"))

    assert 'value="500"' in answer.text


def test_a_metric_that_leads_nowhere_is_refused_at_its_field(client: Client, draft: Agreement, maya: Person) -> None:
    answer = sent(client, maya, page(draft, "metrics/"), METRIC | {"target": "50"})

    assert "target" in answer.context["form"].errors


def test_the_cadence_is_set_and_said(client: Client, draft: Agreement, maya: Person) -> None:
    sent(client, maya, page(draft, "cadence/"), CADENCE)

    assert "Every second Tuesday at 10:00" in client.get(page(draft, "cadence/")).text


def test_weeks_forget_the_place_in_the_month(client: Client, draft: Agreement, maya: Person) -> None:
    sent(client, maya, page(draft, "cadence/"), CADENCE | {"nth": "2"})

    assert Cadence.objects.get().nth is None


def test_months_ask_for_the_place_in_the_month(client: Client, draft: Agreement, maya: Person) -> None:
    answer = sent(client, maya, page(draft, "cadence/"), CADENCE | {"frequency": "monthly"})

    assert answer.context["form"].errors == {"nth": ["Say which one of the month."]}


def test_the_cadence_goes(client: Client, draft: Agreement, maya: Person) -> None:
    CadenceFactory.create(agreement=draft)

    sent(client, maya, page(draft, "cadence/removal/"), {})

    assert not Cadence.objects.exists()


@pytest.mark.parametrize("address", ["parties/1/removal/", "commitments/1/removal/", "cadence/removal/"])
def test_a_link_alone_removes_nothing(client: Client, draft: Agreement, maya: Person, address: str) -> None:
    client.force_login(maya)

    assert client.get(page(draft, address)).status_code == 405
