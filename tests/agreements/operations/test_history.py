from collections.abc import Callable
from datetime import datetime
from io import StringIO

import pgtrigger
import pytest
from django.core.management import CommandError, call_command

from agreements.models import Agreement, Event
from agreements.operations.agreements import draft_agreement, edit_agreement
from agreements.operations.drafts import AgreementDraft
from agreements.operations.history import Broken, broken_histories
from teams.models import AuditEvent, Person
from teams.operations.events import record_audit

TITLES = ("Feature launch", "Launch in May", "Launch in June")


@pytest.fixture
def histories(maya: Person, at: datetime) -> list[Agreement]:
    """Two agreements with three entries each; the organisation has two of its own."""
    agreements = [_with_three_entries(maya, at) for _ in range(2)]
    for name in ("Product", "Sales"):
        record_audit(kind="team_added", actor=maya, at=at, data={"name": name})
    return agreements


def _with_three_entries(actor: Person, at: datetime) -> Agreement:
    first, *others = [AgreementDraft(title=title, time_zone="Europe/Berlin") for title in TITLES]
    agreement = draft_agreement(actor=actor, at=at, draft=first)
    for draft in others:
        edit_agreement(actor=actor, at=at, agreement=agreement, draft=draft)
    return agreement


def rewrite(agreement: Agreement, place: int, **values: object) -> None:
    """Change an entry behind the back of the triggers, as only the owner of the database can."""
    with pgtrigger.ignore("agreements.Event:no_update"):
        Event.objects.filter(agreement=agreement, number=place).update(**values)


def remove(agreement: Agreement, number: int) -> None:
    with pgtrigger.ignore("agreements.Event:no_delete"):
        Event.objects.filter(agreement=agreement, number=number).delete()


def forge(agreement: Agreement, number: int) -> None:
    """Rewrite an entry together with its own hash."""
    rewrite(agreement, number, data={})
    with pgtrigger.ignore("agreements.Event:no_update"):
        Event.objects.filter(agreement=agreement, number=number).update(hash="0" * 64)


@pytest.mark.usefixtures("histories")
def test_a_history_as_written_is_whole() -> None:
    assert broken_histories() == []


@pytest.mark.parametrize(
    ("values", "number"),
    [
        ({"data": {}}, 2),
        ({"kind": "accepted"}, 2),
        ({"actor": None}, 2),
        ({"at": datetime.fromisoformat("2027-02-28T09:00:00Z")}, 2),
        ({"hash": "0" * 64}, 2),
        ({"previous_hash": ""}, 2),
        ({"number": 7}, 3),  # the third stands in the second place now
    ],
)
def test_a_changed_entry_is_named(histories: list[Agreement], values: dict[str, object], number: int) -> None:
    rewrite(histories[0], 2, **values)
    (broken,) = broken_histories()
    assert (broken.agreement, broken.number) == (histories[0].label, number)


def test_an_entry_taken_out_breaks_the_next(histories: list[Agreement]) -> None:
    remove(histories[0], 1)
    assert broken_histories() == [Broken(histories[0].label, 2, "edited")]


def test_each_broken_history_is_named(histories: list[Agreement]) -> None:
    for agreement in reversed(histories):
        rewrite(agreement, 3, data={})
    assert broken_histories() == [Broken(agreement.label, 3, "edited") for agreement in histories]


def test_the_history_of_the_organisation_is_verified_too(histories: list[Agreement]) -> None:
    with pgtrigger.ignore("teams.AuditEvent:no_update"):
        AuditEvent.objects.filter(number=2).update(data={"name": "Marketing"})
    assert broken_histories() == [Broken(None, 2, "team_added")]


@pytest.mark.usefixtures("histories")
def test_the_command_counts_what_it_verified() -> None:
    said = StringIO()
    call_command("verify_history", stdout=said)
    assert said.getvalue() == "8 entries, each as it was written.\n"


@pytest.mark.parametrize(
    "damage", [lambda agreement: rewrite(agreement, 2, data={}), lambda agreement: forge(agreement, 2)]
)
def test_the_command_names_what_is_broken(histories: list[Agreement], damage: Callable[[Agreement], None]) -> None:
    damage(histories[0])
    said = StringIO()
    with pytest.raises(CommandError, match="Histories changed after they were written: 1"):
        call_command("verify_history", stderr=said)
    assert said.getvalue() == f"Broken history: {histories[0].label}: entry 2 (edited)\n"
