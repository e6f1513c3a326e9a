"""Text that is not sent yet: kept for its writer alone, gone when it is sent or after 30 days."""

from datetime import datetime

from teams.domain.unsent import KEPT_FOR, Fields, kept, key_of
from teams.models import Person, UnsentText


def keep_unsent(*, person: Person, at: datetime, address: str, sent: Fields) -> UnsentText:
    """Keep the fields of the form at ``address`` as they stand; what was kept of it before is replaced."""
    row, _ = UnsentText.objects.update_or_create(
        person=person, key=key_of(address), defaults={"fields": kept(sent), "saved_at": at}
    )
    return row


def forget_unsent(*, person: Person, address: str) -> None:
    """Let go of what was kept of the form at ``address``: it was sent, or is not wanted."""
    UnsentText.objects.filter(person=person, key=key_of(address)).delete()


def clear_unsent(*, at: datetime) -> int:
    """Delete what has lain for its 30 days, and return how many texts that were."""
    return UnsentText.objects.filter(saved_at__lte=at - KEPT_FOR).delete()[0]
