from datetime import date

import pytest

from reminders.domain.keys import bundle_key, digest_key, message_id, reminder_key


def test_a_key_names_kind_subject_version_person_and_slot() -> None:
    key = reminder_key(kind="due_soon", subject="commitment:12", version="2027-03-15", recipient=5, slot="7")

    assert key == "due_soon|commitment:12|2027-03-15|person:5|7"


def test_a_digest_is_one_a_person_and_local_date() -> None:
    assert digest_key(channel="email", recipient=5, local_on=date(2027, 3, 8)) == "email|digest|person:5|2027-03-08"


def test_a_bundle_is_named_by_the_first_it_takes_over() -> None:
    assert bundle_key(channel="email", recipient=5, first=17) == "email|bundle|person:5|17"


def test_a_message_id_stays_the_same() -> None:
    first = message_id("email|digest|person:5|2027-03-08", host="holdfast.example")

    assert first == message_id("email|digest|person:5|2027-03-08", host="holdfast.example")


@pytest.mark.parametrize(
    ("key", "host"),
    [
        ("email|digest|person:6|2027-03-08", "holdfast.example"),
        ("email|digest|person:5|2027-03-09", "holdfast.example"),
    ],
)
def test_another_delivery_has_another_message_id(key: str, host: str) -> None:
    assert message_id(key, host=host) != message_id("email|digest|person:5|2027-03-08", host=host)
