"""What its person wrote by mail in answer to what a link asks: a note to begin with, on the page behind it."""

from collections.abc import Sequence

from django.db.models import QuerySet

from reminders.models import MailToken, Reply


def notes_by_mail(link: MailToken, *, commitments: Sequence[int]) -> dict[int, str]:
    """The latest note about each of ``commitments``, by its key; where there is one only, every note is about it."""
    only = commitments[0] if len(commitments) == 1 else None
    notes = [(row.commitment_id or only, row.text) for row in _replies(link)]
    return {pk: text for pk, text in notes if pk is not None and pk in commitments}


def unplaced(link: MailToken, *, commitments: Sequence[int]) -> tuple[str, ...]:
    """What names none of several ``commitments``, oldest first."""
    return tuple(_replies(link).filter(commitment=None).values_list("text", flat=True)) if len(commitments) > 1 else ()


def _replies(link: MailToken) -> QuerySet[Reply]:
    """To any mail that asked the same of the same person, oldest first."""
    asked = {"person": link.person_id, "agreement": link.agreement_id, "round_on": link.round_on}
    rows = Reply.objects.filter(**{f"token__{name}": value for name, value in asked.items()})
    if link.round_on is None:
        rows = rows.filter(token__commitment=link.commitment_id)
    return rows.order_by("received_at", "pk")
