import pytest
from django.db import connection

from agreements.models import Agreement, Party
from tests.agreements.models.constraints import violates
from tests.factories import AT, AgreementFactory, PartyFactory

pytestmark = pytest.mark.django_db


def test_a_number_is_used_once() -> None:
    AgreementFactory.create(number=7)
    with violates("agreements_agreement_number_key"):
        AgreementFactory.create(number=7)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("active_agreement_was_activated", {"state": "active", "activated_at": None}),
        ("closed_agreement_has_instant", {"state": "completed", "closed_at": None}),
        ("closed_agreement_has_instant", {"state": "ended", "closed_at": None, "end_reason": "Enough"}),
        ("ended_agreement_has_reason", {"state": "ended", "closed_at": AT, "end_reason": ""}),
    ],
)
def test_a_state_has_what_belongs_to_it(constraint: str, values: dict[str, object]) -> None:
    with violates(constraint):
        AgreementFactory.create(**values)


def test_a_team_is_a_party_once() -> None:
    party = PartyFactory.create()
    with violates("one_party_per_agreement_and_team"):
        PartyFactory.create(agreement=party.agreement, team=party.team)


@pytest.mark.parametrize("state", ["readback", "active", "completed", "ended"])
def test_one_party_does_not_leave_its_draft(state: str) -> None:
    agreement = PartyFactory.create().agreement
    with violates("agreement_has_two_parties"):
        Agreement.objects.filter(pk=agreement.pk).update(
            state=state, activated_at=AT, closed_at=AT, end_reason="Enough"
        )
        connection.check_constraints()


def test_one_party_may_withdraw() -> None:
    agreement = PartyFactory.create().agreement
    Agreement.objects.filter(pk=agreement.pk).update(state="withdrawn")
    connection.check_constraints()


def test_the_last_but_one_party_stays() -> None:
    agreement = AgreementFactory.create(is_active=True)
    parties = [PartyFactory.create(agreement=agreement) for _ in range(2)]
    with violates("agreement_has_two_parties"):
        parties[0].delete()
        connection.check_constraints()


def test_a_party_does_not_move_away_either() -> None:
    agreement = AgreementFactory.create(is_active=True)
    parties = [PartyFactory.create(agreement=agreement) for _ in range(2)]
    with violates("agreement_has_two_parties"):
        Party.objects.filter(pk=parties[0].pk).update(agreement=AgreementFactory.create())
        connection.check_constraints()


def test_a_party_is_replaced_within_one_transaction() -> None:
    agreement = AgreementFactory.create(is_active=True)
    parties = [PartyFactory.create(agreement=agreement) for _ in range(2)]
    parties[0].delete()
    PartyFactory.create(agreement=agreement)
    connection.check_constraints()
