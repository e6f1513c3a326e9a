"""Who is in the organisation: added or invited, kept up to date, and gone everywhere at once when they leave."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from teams.domain.calendar import zone
from teams.domain.errors import ForbiddenError, InvalidValueError, RefusalError
from teams.domain.language import say
from teams.models import ApiToken, Invitation, Organisation, Person
from teams.operations.drafts import PersonDraft
from teams.operations.events import record_audit
from teams.operations.organisation import lock_as_administrator, lock_organisation
from teams.operations.tokens import SECRET_BYTES, digest_of
from teams.operations.values import Changes, fill, left_organisation, refuse, values_of
from teams.permissions import may_administer, may_edit_person

ADMINISTRATORS_KEEP = ("email", "role", "is_active")  # the rest of a person is their own to keep
INVITED_FOR = timedelta(days=14)


class LastAdministratorError(RefusalError):
    """Without an administrator nobody could let anybody in again."""

    code = "last_administrator"


class AlreadySignedUpError(RefusalError):
    """Who has a password needs no invitation."""

    code = "already_signed_up"


class InvitationClosedError(RefusalError):
    """An invitation opens one door once."""

    code = "invitation_closed"


@transaction.atomic
def add_person(*, actor: Person, at: datetime, draft: PersonDraft) -> Person:
    """Add somebody, active at once and without a password. Raises InvalidValueError, naming the fields."""
    organisation = lock_as_administrator(actor)
    person = _new_person(draft, organisation=organisation, at=at)
    record_audit(kind="person_added", actor=actor, at=at, data={"person": person.email, "role": person.role})
    return person


@transaction.atomic
def edit_person(*, actor: Person, at: datetime, person: Person, draft: PersonDraft) -> Person:
    """Change what ``draft`` says differently. Everybody may for themselves, except address, role and activity."""
    organisation = lock_organisation()
    actor.refresh_from_db(fields=["role", "is_active"])
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if not may_edit_person(actor, person):
        raise ForbiddenError(say("Only administrators change what belongs to somebody else."))
    was_running = may_administer(person)
    changes = _fill(person, draft, organisation=organisation)
    changed = set(changes.get("now", ()))
    if changed.intersection(ADMINISTRATORS_KEEP) and not may_administer(actor):
        raise ForbiddenError(say("Only administrators change an address, a role, or who is active."))
    if was_running and not may_administer(person):
        _require_another_administrator(person)
    if changes:
        person.save()
        record_audit(kind="person_edited", actor=actor, at=at, data={"person": person.email, **changes})
    if not person.is_active:
        _close_doors(person, at=at)
    return person


def deactivate_person(*, actor: Person, at: datetime, person: Person) -> Person:
    """Let somebody go: no session, token or invitation of theirs opens anything from now on."""
    draft = PersonDraft.of(person)
    return edit_person(actor=actor, at=at, person=person, draft=replace(draft, is_active=False))


@transaction.atomic
def invite_person(*, actor: Person, at: datetime, draft: PersonDraft) -> Invitation:
    """Invite by mail somebody new, or somebody who never chose a password; an earlier invitation ends.

    The mail goes out with the other mail: whoever renders it asks ``issue_invitation_token`` for the link.
    """
    organisation = lock_as_administrator(actor)
    person = Person.objects.filter(email=Person.objects.normalize_email(draft.email)).first()
    if person is not None and person.has_usable_password():
        raise AlreadySignedUpError(say("This person has a password already and can sign in."))
    if person is None:
        person = _new_person(replace(draft, is_active=False), organisation=organisation, at=at)
    invitation = open_invitation(person=person, at=at, invited_by=actor)
    record_audit(kind="person_invited", actor=actor, at=at, data={"person": person.email})
    return invitation


@transaction.atomic
def open_invitation(*, person: Person, at: datetime, invited_by: Person | None = None) -> Invitation:
    """The one open invitation of ``person``, for 14 days; an earlier one ends."""
    person.invitations.filter(accepted_at=None).delete()
    return Invitation.objects.create(person=person, invited_by=invited_by, created_at=at, expires_at=at + INVITED_FOR)


def issue_invitation_token(*, invitation: Invitation) -> str:
    """A fresh secret for the link of ``invitation``; the link of an earlier mail stops working."""
    plain = secrets.token_urlsafe(SECRET_BYTES)
    Invitation.objects.filter(pk=invitation.pk).update(digest=digest_of(plain))
    return plain


def find_invitation(*, token: str, at: datetime) -> Invitation | None:
    """The open invitation behind a link at the real instant ``at``; None when it was used, replaced or expired."""
    still_open = Invitation.objects.filter(accepted_at=None, expires_at__gt=at)
    return still_open.select_related("person", "invited_by").filter(digest=digest_of(token)).first()


@transaction.atomic
def accept_invitation(*, at: datetime, token: str, password: str) -> Person:
    """Choose a password and become active. ``at`` is real time. Raises InvalidValueError for a weak password."""
    found = find_invitation(token=token, at=at)
    invitation = found and Invitation.objects.select_for_update().filter(pk=found.pk, accepted_at=None).first()
    if invitation is None:
        raise InvitationClosedError(say("This invitation is no longer open. Ask an administrator for a new one."))
    person = Person.objects.select_for_update(no_key=True).get(pk=invitation.person_id)
    _require_strong(password, person)
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    person.set_password(password)
    person.is_active = True
    person.save(update_fields=["password", "is_active"])
    record_audit(kind="invitation_accepted", actor=person, at=at, data={"person": person.email})
    return person


@transaction.atomic
def change_password(*, actor: Person, at: datetime, current: str, password: str) -> Person:
    """Replace one's own password; who sits at an open screen and does not know it cannot. ``at`` is real time."""
    person = Person.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if not person.check_password(current):
        refuse({"current": [say("This is not your password.")]})
    _require_strong(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    record_audit(kind="password_changed", actor=actor, at=at, data={"person": person.email})
    return person


def _new_person(draft: PersonDraft, *, organisation: Organisation, at: datetime) -> Person:
    person = Person(created_at=at)
    person.set_unusable_password()
    _fill(person, draft, organisation=organisation)
    person.save()
    return person


def _fill(person: Person, draft: PersonDraft, *, organisation: Organisation) -> Changes:
    """What ``draft`` changes on ``person``, who is filled and not yet saved."""
    values = values_of(draft) | {
        "email": Person.objects.normalize_email(draft.email),
        "time_zone": zone(draft.time_zone or organisation.time_zone).key,
        "working_days": sorted(set(draft.working_days)),
    }
    had = person.delegate_id
    changes = fill(person, values)
    if draft.delegate is not None and draft.delegate.pk != had:
        refuse(left_organisation(delegate=draft.delegate))
    refuse(_impossible(person))
    return changes


def _impossible(person: Person) -> dict[str, list[str]]:
    """What no single field can know."""
    wrong = {}
    if Person.objects.filter(email=person.email).exclude(pk=person.pk).exists():
        wrong["email"] = [say("Somebody with this address is here already.")]
    if not person.working_days or not set(person.working_days) <= set(range(7)):
        wrong["working_days"] = [say("A working week needs at least one day from Monday to Sunday.")]
    if person.delegate_id is not None and person.delegate_id == person.pk:
        wrong["delegate"] = [say("Nobody can be their own delegate.")]
    return wrong


def _require_another_administrator(person: Person) -> None:
    if not Person.objects.administrators().exclude(pk=person.pk).exists():
        raise LastAdministratorError(say("{name} is the last administrator. Name another one first.", name=person.name))


def _require_strong(password: str, person: Person) -> None:
    try:
        validate_password(password, user=person)
    except ValidationError as error:
        raise InvalidValueError(error.messages[0], fields={"password": error.messages}) from error


def _close_doors(person: Person, *, at: datetime) -> None:
    """Tokens stay closed if the person comes back. Sessions end by themselves: each request asks who is active."""
    ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
    person.invitations.filter(accepted_at=None).delete()
