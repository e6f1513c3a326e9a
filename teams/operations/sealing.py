"""What may stand in the database only sealed: addresses and keys that open something elsewhere.

The key stays outside the database (``SEALING_KEY``), so that neither a dump nor a backup opens anything.
"""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from teams.domain.errors import RefusalError
from teams.domain.language import say


class NoSealingKeyError(RefusalError):
    """Nothing can be kept sealed here."""

    code = "no_sealing_key"


class SealBrokenError(Exception):
    """What is sealed was sealed with a key that is not here any more."""


def seal(text: str) -> str:
    """Return ``text`` as only a holder of the first key, or of a later list that holds it, can read it."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises SealBrokenError."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBrokenError(say("It was sealed with a key that is not set here (SEALING_KEY).")) from error


def reseal(sealed: str) -> str:
    """Return the same text sealed with the first key. Raises SealBrokenError."""
    return seal(unseal(sealed))


def _keys() -> MultiFernet:
    if not settings.SEALING_KEYS:
        raise NoSealingKeyError(say("Addresses are kept sealed. Ask whoever runs Holdfast to set SEALING_KEY."))
    return MultiFernet([Fernet(key) for key in settings.SEALING_KEYS])
