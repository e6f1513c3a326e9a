"""Text that is not sent yet: which form it belongs to, and what of the form is kept."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

KEPT_FOR = timedelta(days=30)
LONGEST = 20_000  # letters of a field; the forms themselves stop far below
MOST_FIELDS = 200

type Fields = Mapping[str, Sequence[str]]

WORDS_OF_NUMBER = re.compile(r"/(\d+)-[-\w]*(?=/)")
NEVER = re.compile(r"csrf|password|token|secret|^(do|keep-.*)$", re.IGNORECASE)


def key_of(address: str) -> str:
    """Return the key of the form at ``address``: a title that changes, as words behind a number, changes no key."""
    return WORDS_OF_NUMBER.sub(r"/\1", address.partition("?")[0])


def kept(sent: Fields) -> dict[str, list[str]]:
    """Return what to keep of a form: no secrets, no buttons, nothing beyond what fits."""
    wanted = [name for name in sent if not NEVER.search(name)][:MOST_FIELDS]
    return {name: [value[:LONGEST] for value in sent[name]] for name in wanted}
