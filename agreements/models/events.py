from django.db import models

from teams.models.events import APPEND_ONLY, EventBase, chained


class Event(EventBase):
    """One entry of an agreement's history; the chain of an agreement is numbered from 1."""

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="events")
    commitment = models.ForeignKey(
        "agreements.Commitment", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="event_number_in_agreement")]
        triggers = [*APPEND_ONLY, chained(partition="agreement_id")]
