"""What a reader may know of the agreement that a change was asked for in: answers cross agreements, words do not."""

from django.urls import reverse

from agreements.models import Agreement, Amendment, Visibility
from teams.models import Person


def may_read(reader: Person, agreement: Agreement) -> bool:
    """No query for what everybody may read."""
    if agreement.visibility == Visibility.ORGANISATION:
        return True
    return Agreement.objects.visible_to(reader).filter(pk=agreement.pk).exists()


def path_to(amendment: Amendment, *, may_read: bool) -> str:
    """The page of ``amendment``; the title stays out of its address for who may not read the agreement."""
    agreement = amendment.agreement
    return reverse("amendment", args=[agreement.slug if may_read else str(agreement.number), amendment.number])
