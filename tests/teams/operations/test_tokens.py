from datetime import datetime, timedelta

import pytest

from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import ApiToken, AuditEvent, Person
from teams.operations.tokens import create_token, digest_of, find_token, revoke_token

YEAR = timedelta(days=366)


def test_only_the_digest_of_a_token_is_kept(maya: Person, at: datetime) -> None:
    token, plain = create_token(actor=maya, at=at, name="laptop", scope="read")

    assert (plain[:3], len(plain), token.prefix, token.digest) == ("hf_", 46, plain[:9], digest_of(plain))
    assert plain not in str(list(ApiToken.objects.values()) + list(AuditEvent.objects.values()))


def test_a_token_lives_for_its_days(maya: Person, at: datetime) -> None:
    _, plain = create_token(actor=maya, at=at, name="laptop", scope="read", days=1)
    last = at + timedelta(days=1) - timedelta(microseconds=1)

    assert (find_token(plain=plain, at=last) is None, find_token(plain=plain, at=at + timedelta(days=1))) == (
        False,
        None,
    )


@pytest.mark.parametrize("days", [0, 367])
def test_a_token_lives_no_longer_than_a_year(maya: Person, at: datetime, days: int) -> None:
    with pytest.raises(InvalidValueError) as refused:
        create_token(actor=maya, at=at, name="laptop", scope="read", days=days)

    assert list(refused.value.fields) == ["days"]


def test_a_member_holds_no_administrator_s_scope(maya: Person, at: datetime) -> None:
    with pytest.raises(ForbiddenError):
        create_token(actor=maya, at=at, name="laptop", scope="admin")

    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("held", "asked", "is_given"),
    [
        ("read", "read", True),
        ("read", "write", False),
        ("write", "admin", False),
        ("admin", "write", True),
        ("admin", "admin", True),
    ],
)
def test_a_token_gives_no_more_than_it_holds(
    admin: Person, at: datetime, held: str, asked: str, is_given: bool
) -> None:
    through, _ = create_token(actor=admin, at=at, name="first", scope=held)
    if not is_given:
        with pytest.raises(ForbiddenError):
            create_token(actor=admin, at=at, name="second", scope=asked, through=through)
    else:
        token, _ = create_token(actor=admin, at=at, name="second", scope=asked, through=through)
        assert token.scope == asked


def test_a_token_made_by_a_token_dies_with_it_at_the_latest(maya: Person, at: datetime) -> None:
    through, _ = create_token(actor=maya, at=at, name="first", scope="write", days=5)
    token, _ = create_token(actor=maya, at=at, name="second", scope="write", days=90, through=through)

    assert token.expires_at == at + timedelta(days=5)


def test_a_revoked_token_opens_nothing(maya: Person, at: datetime) -> None:
    token, plain = create_token(actor=maya, at=at, name="laptop", scope="read")
    revoke_token(actor=maya, at=at, token=token)

    assert find_token(plain=plain, at=at) is None


def test_revoking_twice_is_revoking_once(maya: Person, at: datetime) -> None:
    token, _ = create_token(actor=maya, at=at, name="laptop", scope="read")
    revoke_token(actor=maya, at=at, token=token)
    again = revoke_token(actor=maya, at=at + timedelta(hours=1), token=token)

    assert (again.revoked_at, AuditEvent.objects.count()) == (at, 2)


def test_nobody_revokes_somebody_else_s_token(maya: Person, admin: Person, at: datetime) -> None:
    token, _ = create_token(actor=maya, at=at, name="laptop", scope="read")

    with pytest.raises(ForbiddenError):
        revoke_token(actor=admin, at=at, token=token)


def test_the_token_of_somebody_who_left_opens_nothing(maya: Person, at: datetime) -> None:
    _, plain = create_token(actor=maya, at=at, name="laptop", scope="read")
    Person.objects.filter(pk=maya.pk).update(is_active=False)

    assert find_token(plain=plain, at=at) is None
