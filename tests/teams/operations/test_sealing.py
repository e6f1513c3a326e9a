"""What is sealed is read with any of the keys, and sealed with the first."""

import pytest
from cryptography.fernet import Fernet
from pytest_django.fixtures import Settings

from teams.operations.sealing import NoSealingKeyError, SealBrokenError, reseal, seal, unseal

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def test_a_sealed_text_is_read_again_and_shows_nothing_of_itself() -> None:
    sealed = seal("https://hooks.slack.com/services/T0/B0/key")

    assert "hooks" not in sealed
    assert unseal(sealed) == "https://hooks.slack.com/services/T0/B0/key"


def test_a_new_key_goes_first_and_the_old_one_still_opens(settings: Settings) -> None:
    settings.SEALING_KEYS = [OLD]
    sealed = seal("a key")
    settings.SEALING_KEYS = [NEW, OLD]

    assert unseal(sealed) == "a key"


def test_what_is_sealed_again_needs_the_old_key_no_more(settings: Settings) -> None:
    settings.SEALING_KEYS = [OLD]
    sealed = seal("a key")
    settings.SEALING_KEYS = [NEW, OLD]
    again = reseal(sealed)
    settings.SEALING_KEYS = [NEW]

    assert unseal(again) == "a key"


def test_another_key_opens_nothing(settings: Settings) -> None:
    settings.SEALING_KEYS = [OLD]
    sealed = seal("a key")
    settings.SEALING_KEYS = [NEW]

    with pytest.raises(SealBrokenError, match="SEALING_KEY"):
        unseal(sealed)


def test_without_a_key_nothing_is_kept(settings: Settings) -> None:
    settings.SEALING_KEYS = []

    with pytest.raises(NoSealingKeyError, match="SEALING_KEY"):
        seal("a key")
