"""What was taken out of a draft, or just said, comes back by the button of the toast."""

from django.test import Client

from agreements.models import Agreement, Commitment, Party
from teams.models import Person
from tests.factories import AgreementFactory, PartyFactory
from tests.visits import press_undo, sent


def test_a_commitment_comes_back_with_all_it_said(client: Client, maya: Person, ready: Agreement) -> None:
    where = f"/agreements/{ready.slug}/edit/commitments/"
    gone = ready.commitments.order_by("number")[1]
    before = content(gone)
    sent(client, maya, f"{where}{gone.number}/removal/")
    assert not Commitment.objects.filter(pk=gone.pk).exists()

    assert press_undo(client, client.get(where).text) == 302
    assert content(ready.commitments.latest("number")) == before


def test_a_party_comes_back(client: Client, maya: Person, launch: Agreement) -> None:
    draft = AgreementFactory.create(created_by=maya)
    party = PartyFactory.create(agreement=draft, team=launch.parties.latest("pk").team, gains="Dates to plan on.")
    where = f"/agreements/{draft.slug}/edit/parties/"
    sent(client, maya, f"{where}{party.pk}/removal/")
    assert not Party.objects.filter(pk=party.pk).exists()

    press_undo(client, client.get(where).text)

    again = draft.parties.get()
    assert (again.team, again.representative, again.gains) == (party.team, party.representative, "Dates to plan on.")


def test_a_check_in_is_taken_back(client: Client, feature: Commitment) -> None:
    where = f"/agreements/{feature.agreement.slug}/commitments/{feature.number}/"
    assert feature.owner is not None
    sent(client, feature.owner, f"{where}check-in/", {"standing": "on_track"})
    feature.refresh_from_db()
    assert feature.standing == "on_track"

    press_undo(client, client.get(where).text)

    feature.refresh_from_db()
    assert feature.standing is None


def content(commitment: Commitment) -> tuple[object, ...]:
    names = ("team", "for_team", "owner", "accepted_by", "deliverable", "done_when", "due_on", "needed_by")
    waits = commitment.waits_on.values_list("upstream", "lag_days")
    return (*(getattr(commitment, name) for name in names), list(waits))
