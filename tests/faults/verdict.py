"""What must hold after any number of deaths: nothing lost, nothing doubled, each extra copy explained."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from agreements.models import Concern
from reminders.domain.deliveries import MOST_HANDOVERS, Ending
from reminders.domain.kinds import Kind
from reminders.models import Attempt, Delivery, Reminder
from reminders.operations.audit import audit_deliveries

REACHED = ("sent", "uncertain")  # uncertain: given to the relay twice, each time with no answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The figures of a round, and what is wrong, if anything is."""

    subjects: int
    reminders: int
    states: dict[str, int]
    accepted: int
    copies: int
    in_flight: int
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        states = ", ".join(f"{count} {state}" for state, count in self.states.items() if count)
        return (
            f"{self.subjects} answers to tell, {self.reminders} reminders, deliveries: {states}; the relay took "
            f"{self.accepted} mails, {self.copies} of them extra copies, after {self.in_flight} sends in flight were "
            f"cut off; {len(self.wrong)} things wrong"
        )


def verdict(log: Path) -> Verdict:
    """Compare the rows with what the relay took."""
    audit = audit_deliveries()
    taken = Counter(json.loads(line)["delivery"] for line in log.read_text().splitlines())
    copies = sum(count - 1 for count in taken.values())
    in_flight = Attempt.objects.filter(ending=Ending.UNCERTAIN).count()
    return Verdict(
        subjects=_answers().count(),
        reminders=Reminder.objects.count(),
        states=audit.states,
        accepted=taken.total(),
        copies=copies,
        in_flight=in_flight,
        wrong=(*audit.differences, *_lost(taken), *_doubled(taken, copies, in_flight)),
    )


def _answers() -> QuerySet[Concern]:
    return Concern.objects.filter(resolved_at__isnull=False)


def _lost(taken: Counter[int]) -> Iterator[str]:
    told = Reminder.objects.filter(concern=OuterRef("pk"), kind=Kind.CONCERN_ANSWERED)
    if count := _answers().filter(~Exists(told)).count():
        yield f"{count} answers were never planned"
    reached = Delivery.objects.filter(reminders=OuterRef("pk"), state__in=REACHED)
    if count := Reminder.objects.filter(~Exists(reached)).count():
        yield f"{count} reminders reached nobody"
    sent = set(Delivery.objects.filter(state="sent").values_list("pk", flat=True))
    if missing := sent - taken.keys():
        yield f"{len(missing)} deliveries are marked as sent, and the relay has none of them"
    if unfinished := Delivery.objects.exclude(state__in=("sent", "superseded", "uncertain")).count():
        yield f"{unfinished} deliveries neither left nor were taken up by another"


def _doubled(taken: Counter[int], copies: int, in_flight: int) -> Iterator[str]:
    if copies > in_flight:
        yield f"{copies} extra copies, but only {in_flight} sends in flight were cut off"
    handovers = dict(Delivery.objects.values_list("pk", "handovers"))
    if many := [pk for pk, count in taken.items() if count > min(handovers.get(pk, 0), MOST_HANDOVERS)]:
        yield f"{len(many)} deliveries reached the relay more often than they say"
    in_two = Reminder.objects.annotate(times=Count("deliveries", filter=Q(deliveries__state="sent")))
    if count := in_two.filter(times__gt=1).count():
        yield f"{count} reminders were told in two mails"
    planned = Reminder.objects.values("kind", "concern", "recipient").filter(kind=Kind.CONCERN_ANSWERED)
    if count := planned.annotate(times=Count("pk")).filter(times__gt=1).count():
        yield f"{count} answers were planned twice"
