from datetime import datetime, timedelta

import pytest

from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import AuditEvent, CalendarFeed, Person
from teams.operations.feeds import MOST, find_feed, make_feed, revoke_feed


def test_only_the_digest_of_an_address_is_kept(maya: Person, at: datetime) -> None:
    feed, plain = make_feed(actor=maya, at=at, name=" Phone ")

    assert (feed.name, len(plain), find_feed(plain=plain)) == ("Phone", 43, feed)
    assert plain not in str(list(CalendarFeed.objects.values()) + list(AuditEvent.objects.values()))


def test_an_ended_address_opens_nothing(maya: Person, at: datetime) -> None:
    feed, plain = make_feed(actor=maya, at=at, name="Phone")
    revoke_feed(actor=maya, at=at, feed=feed)

    assert find_feed(plain=plain) is None


def test_an_address_ends_with_the_account(maya: Person, at: datetime) -> None:
    _, plain = make_feed(actor=maya, at=at, name="Phone")
    Person.objects.filter(pk=maya.pk).update(is_active=False)

    assert find_feed(plain=plain) is None


def test_ending_twice_is_ending_once(maya: Person, at: datetime) -> None:
    feed, _ = make_feed(actor=maya, at=at, name="Phone")
    revoke_feed(actor=maya, at=at, feed=feed)
    again = revoke_feed(actor=maya, at=at + timedelta(hours=1), feed=feed)

    assert (again.revoked_at, AuditEvent.objects.count()) == (at, 2)


def test_nobody_ends_somebody_else_s_address(maya: Person, admin: Person, at: datetime) -> None:
    feed, _ = make_feed(actor=maya, at=at, name="Phone")

    with pytest.raises(ForbiddenError):
        revoke_feed(actor=admin, at=at, feed=feed)


def test_an_address_has_a_name(maya: Person, at: datetime) -> None:
    with pytest.raises(InvalidValueError) as refused:
        make_feed(actor=maya, at=at, name="  ")

    assert list(refused.value.fields) == ["name"]


def test_there_are_so_many_and_no_more(maya: Person, at: datetime) -> None:
    first, _ = make_feed(actor=maya, at=at, name="1")
    for number in range(2, MOST + 1):
        make_feed(actor=maya, at=at, name=str(number))

    with pytest.raises(InvalidValueError):
        make_feed(actor=maya, at=at, name="one more")
    revoke_feed(actor=maya, at=at, feed=first)
    make_feed(actor=maya, at=at, name="instead of the first")
