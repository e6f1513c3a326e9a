from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import ApiToken, AuditEvent, Invitation, Person, Role, Team
from teams.operations.drafts import PersonDraft
from teams.operations.people import (
    AlreadySignedUpError,
    InvitationClosedError,
    LastAdministratorError,
    accept_invitation,
    add_person,
    change_password,
    deactivate_person,
    edit_person,
    find_invitation,
    invite_person,
    issue_invitation_token,
)
from teams.operations.tokens import create_token
from tests.factories import PersonFactory
from tests.races import FEW_ROUNDS, ROUNDS, race

NOOR = PersonDraft(email="Noor@Acme.example ", name=" Noor Haddad ")
GOOD_PASSWORD = "sail the long way round"


def edit(actor: Person, person: Person, at: datetime, **changes: Any) -> Person:
    return edit_person(actor=actor, at=at, person=person, draft=replace(PersonDraft.of(person), **changes))


# Adding


def test_a_new_person_is_active_at_once(admin: Person, at: datetime) -> None:
    person = add_person(actor=admin, at=at, draft=NOOR)

    assert (person.email, person.name, person.is_active, person.time_zone) == (
        "noor@acme.example",
        "Noor Haddad",
        True,
        "Europe/Berlin",
    )


def test_a_new_person_has_no_password(admin: Person, at: datetime) -> None:
    assert not add_person(actor=admin, at=at, draft=NOOR).has_usable_password()


def test_adding_is_history(admin: Person, at: datetime) -> None:
    add_person(actor=admin, at=at, draft=NOOR)

    event = AuditEvent.objects.get()
    assert (event.kind, event.actor, event.at, event.data) == (
        "person_added",
        admin,
        at,
        {"person": "noor@acme.example", "role": "member"},
    )


def test_days_of_the_week_are_kept_once_and_in_order(admin: Person, at: datetime) -> None:
    person = add_person(actor=admin, at=at, draft=replace(NOOR, working_days=(6, 0, 6)))

    assert person.working_days == [0, 6]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"working_days": ()}, "working_days"),
        ({"working_days": (7,)}, "working_days"),
        ({"email": "somebody"}, "email"),
        ({"email": "MAYA.okafor@acme.example"}, "email"),
        ({"role": "emperor"}, "role"),
        ({"name": " "}, "name"),
        ({"away_until": date(207, 3, 1)}, "away_until"),
    ],
)
def test_a_value_that_cannot_be_names_its_field(
    admin: Person, maya: Person, at: datetime, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        add_person(actor=admin, at=at, draft=replace(NOOR, **wrong))

    assert list(refused.value.fields) == [field]
    assert not AuditEvent.objects.exists()


def test_who_left_is_nobody_s_delegate(admin: Person, maya: Person, at: datetime) -> None:
    gone = PersonFactory.create(is_active=False)

    with pytest.raises(InvalidValueError) as refused:
        edit(admin, maya, at, delegate=gone)

    assert list(refused.value.fields) == ["delegate"]


@pytest.mark.parametrize(
    "write",
    [
        lambda actor, at: add_person(actor=actor, at=at, draft=NOOR),
        lambda actor, at: invite_person(actor=actor, at=at, draft=NOOR),
    ],
    ids=["add", "invite"],
)
def test_only_administrators_let_people_in(
    executive: Person, at: datetime, write: Callable[[Person, datetime], object]
) -> None:
    with pytest.raises(ForbiddenError):
        write(executive, at)

    assert not Person.objects.filter(email="noor@acme.example").exists()


# Editing


def test_everybody_keeps_their_own_hours(maya: Person, tomas: Person, at: datetime) -> None:
    edit(maya, maya, at, away_until=date(2027, 3, 5), delegate=tomas)

    maya.refresh_from_db()
    assert (maya.away_until, maya.delegate) == (date(2027, 3, 5), tomas)


def test_an_edit_keeps_what_was(admin: Person, maya: Person, at: datetime) -> None:
    edit(admin, maya, at, time_zone="Asia/Tokyo")

    assert AuditEvent.objects.get().data == {
        "person": "maya.okafor@acme.example",
        "was": {"time_zone": "Europe/Berlin"},
        "now": {"time_zone": "Asia/Tokyo"},
    }


def test_an_edit_that_changes_nothing_is_no_history(maya: Person, at: datetime) -> None:
    edit(maya, maya, at)

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("change", [{"role": Role.ADMINISTRATOR}, {"email": "m@acme.example"}, {"is_active": False}])
def test_address_role_and_activity_are_the_administrators(maya: Person, at: datetime, change: dict[str, Any]) -> None:
    with pytest.raises(ForbiddenError):
        edit(maya, maya, at, **change)

    maya.refresh_from_db()
    assert (maya.role, maya.email, maya.is_active) == ("member", "maya.okafor@acme.example", True)


def test_nobody_edits_a_colleague(maya: Person, tomas: Person, at: datetime) -> None:
    with pytest.raises(ForbiddenError):
        edit(maya, tomas, at, name="Tom")


def test_an_administrator_of_yesterday_edits_nobody(admin: Person, maya: Person, at: datetime) -> None:
    Person.objects.filter(pk=admin.pk).update(role=Role.MEMBER)

    with pytest.raises(ForbiddenError):
        edit(admin, maya, at, name="Mai")


def test_nobody_stands_in_for_themselves(maya: Person, at: datetime) -> None:
    with pytest.raises(InvalidValueError) as refused:
        edit(maya, maya, at, delegate=maya)

    assert list(refused.value.fields) == ["delegate"]


def test_a_delegate_who_left_since_is_no_obstacle(maya: Person, tomas: Person, at: datetime) -> None:
    edit(maya, maya, at, delegate=tomas)
    Person.objects.filter(pk=tomas.pk).update(is_active=False)
    maya.refresh_from_db()

    assert edit(maya, maya, at, name="Mai").name == "Mai"


@pytest.mark.parametrize("change", [{"role": Role.MEMBER}, {"is_active": False}])
def test_the_last_administrator_stays(admin: Person, at: datetime, change: dict[str, Any]) -> None:
    with pytest.raises(LastAdministratorError):
        edit(admin, admin, at, **change)

    admin.refresh_from_db()
    assert (admin.role, admin.is_active) == ("administrator", True)


def test_one_of_two_administrators_may_step_back(admin: Person, at: datetime) -> None:
    PersonFactory.create(role=Role.ADMINISTRATOR)

    assert edit(admin, admin, at, role=Role.MEMBER).role == "member"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", ROUNDS)
def test_two_administrators_who_step_back_at_once_leave_one(round_of: int, admin: Person, at: datetime) -> None:
    other = PersonFactory.create(role=Role.ADMINISTRATOR)
    answers = race(
        partial(edit, admin, admin, at, role=Role.MEMBER), partial(deactivate_person, actor=other, at=at, person=other)
    )

    assert {type(answer) for answer in answers} == {Person, LastAdministratorError}
    assert Person.objects.administrators().count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_of", FEW_ROUNDS)
def test_one_invitation_is_accepted_once_however_fast(round_of: int, admin: Person, at: datetime) -> None:
    token = issue_invitation_token(invitation=invite_person(actor=admin, at=at, draft=NOOR))
    accept = partial(accept_invitation, at=at, token=token, password=GOOD_PASSWORD)

    assert {type(answer) for answer in race(accept, accept)} == {Person, InvitationClosedError}


def test_a_leaver_keeps_no_key(admin: Person, maya: Person, at: datetime) -> None:
    create_token(actor=maya, at=at, name="laptop", scope="write")
    deactivate_person(actor=admin, at=at, person=maya)

    maya.refresh_from_db()
    assert (maya.is_active, ApiToken.objects.get().revoked_at) == (False, at)


def test_a_leaver_keeps_no_invitation(admin: Person, at: datetime) -> None:
    invitation = invite_person(actor=admin, at=at, draft=NOOR)
    deactivate_person(actor=admin, at=at, person=invitation.person)

    assert not Invitation.objects.exists()


# Inviting


def test_who_is_invited_waits(admin: Person, at: datetime) -> None:
    invitation = invite_person(actor=admin, at=at, draft=NOOR)

    assert (invitation.person.is_active, invitation.digest, invitation.expires_at) == (
        False,
        None,
        at + timedelta(days=14),
    )


def test_an_invitation_opens_once(admin: Person, at: datetime) -> None:
    token = issue_invitation_token(invitation=invite_person(actor=admin, at=at, draft=NOOR))
    person = accept_invitation(at=at, token=token, password=GOOD_PASSWORD)

    assert (person.is_active, person.check_password(GOOD_PASSWORD)) == (True, True)
    with pytest.raises(InvitationClosedError):
        accept_invitation(at=at, token=token, password=GOOD_PASSWORD)


def test_inviting_and_accepting_is_history(admin: Person, at: datetime) -> None:
    token = issue_invitation_token(invitation=invite_person(actor=admin, at=at, draft=NOOR))
    accept_invitation(at=at, token=token, password=GOOD_PASSWORD)

    kinds = list(AuditEvent.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["person_invited", "invitation_accepted"]


def test_a_new_invitation_ends_the_one_before(admin: Person, at: datetime) -> None:
    old = issue_invitation_token(invitation=invite_person(actor=admin, at=at, draft=NOOR))
    invite_person(actor=admin, at=at, draft=NOOR)

    assert find_invitation(token=old, at=at) is None


def test_somebody_added_without_a_password_may_be_invited(admin: Person, at: datetime) -> None:
    person = add_person(actor=admin, at=at, draft=NOOR)
    invitation = invite_person(actor=admin, at=at, draft=NOOR)

    assert (invitation.person, invitation.person.is_active) == (person, True)


def test_who_has_a_password_needs_no_invitation(admin: Person, at: datetime) -> None:
    person = add_person(actor=admin, at=at, draft=NOOR)
    person.set_password(GOOD_PASSWORD)
    person.save()

    with pytest.raises(AlreadySignedUpError):
        invite_person(actor=admin, at=at, draft=NOOR)


def test_an_invitation_expires(admin: Person, at: datetime) -> None:
    token = issue_invitation_token(invitation=invite_person(actor=admin, at=at, draft=NOOR))

    with pytest.raises(InvitationClosedError):
        accept_invitation(at=at + timedelta(days=14), token=token, password=GOOD_PASSWORD)


@pytest.mark.parametrize("password", ["short", "password1234", "noor@acme.example"])
def test_a_weak_password_is_refused_and_the_invitation_stays_open(admin: Person, at: datetime, password: str) -> None:
    token = issue_invitation_token(invitation=invite_person(actor=admin, at=at, draft=NOOR))

    with pytest.raises(InvalidValueError) as refused:
        accept_invitation(at=at, token=token, password=password)

    assert list(refused.value.fields) == ["password"]
    assert find_invitation(token=token, at=at) is not None


# Changing one's password


def test_one_changes_the_password_by_knowing_it(maya: Person, at: datetime) -> None:
    maya.set_password(GOOD_PASSWORD)
    maya.save()

    changed = change_password(actor=maya, at=at, current=GOOD_PASSWORD, password="another way round the cape")

    assert changed.check_password("another way round the cape")
    assert AuditEvent.objects.get(kind="password_changed").actor == maya


@pytest.mark.parametrize(
    ("current", "password", "field"),
    [("not this one", "another way round the cape", "current"), (GOOD_PASSWORD, "short", "password")],
)
def test_a_refused_password_leaves_the_old_one(
    maya: Person, at: datetime, current: str, password: str, field: str
) -> None:
    maya.set_password(GOOD_PASSWORD)
    maya.save()

    with pytest.raises(InvalidValueError) as refused:
        change_password(actor=maya, at=at, current=current, password=password)

    maya.refresh_from_db()
    assert list(refused.value.fields) == [field]
    assert maya.check_password(GOOD_PASSWORD)


@pytest.fixture(autouse=True)
def _teams(product: Team, sales: Team) -> None:
    """The organisation and both teams exist in every test of this module."""
