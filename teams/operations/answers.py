"""Answers to requests that carry an Idempotency-Key: given once, repeated for 48 hours."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from teams.models import IdempotentAnswer, Person

KEPT_FOR = timedelta(hours=48)


def reserve_answer(*, person: Person, key: str, fingerprint: str, at: datetime) -> tuple[IdempotentAnswer, bool]:
    """Take ``key`` for one request of ``person``; False beside the row when it was taken before.

    Call it inside the transaction that does the work. Others with the same key then wait at the unique
    constraint until that transaction ends: they find its answer, or, when it was rolled back, a free key.
    """
    IdempotentAnswer.objects.filter(person=person, key=key, created_at__lte=at - KEPT_FOR).delete()
    return IdempotentAnswer.objects.get_or_create(
        person=person, key=key, defaults={"fingerprint": fingerprint, "created_at": at}
    )


def keep_answer(*, answer: IdempotentAnswer, status: int, body: str, headers: Mapping[str, str]) -> None:
    answer.status = status
    answer.body = body
    answer.headers = dict(headers)
    answer.save(update_fields=["status", "body", "headers"])


def forget_answers(*, at: datetime) -> int:
    """Delete what was kept for its 48 hours, and return how many rows that were. ``at`` is real time."""
    return IdempotentAnswer.objects.filter(created_at__lte=at - KEPT_FOR).delete()[0]
