from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from reminders.domain.channels import TEST, Channel
from reminders.domain.deliveries import ARRIVED, IN_FLIGHT, IN_TROUBLE, STATE_WORDS, DeliveryState, Ending, say_reason
from reminders.models.endpoints import Endpoint
from reminders.models.reminders import KEY_LENGTH
from teams.domain.language import say
from teams.models.choices import choices


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def queued(self) -> "DeliveryQuerySet":
        return self.filter(state=DeliveryState.QUEUED)

    def in_flight(self) -> "DeliveryQuerySet":
        return self.filter(state__in=IN_FLIGHT)


class Delivery(models.Model):
    """One message to one person, or to an endpoint of theirs or of a team, from its planning to its end.

    ``due_at``, ``expires_at`` and ``next_attempt_at`` are instants of the organisation's clock; ``leased_until``
    and ``hinted_at`` are real ones, so that a rehearsal never outruns its own workers.
    """

    dedupe_key = models.CharField(max_length=KEY_LENGTH + 20, unique=True)
    recipient = models.ForeignKey("teams.Person", null=True, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, null=True, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=choices(Channel), default=Channel.EMAIL.value)
    # A kind of reminder or a digest; of a webhook the kind of its event.
    kind = models.CharField(max_length=40)
    reminders = models.ManyToManyField("reminders.Reminder", related_name="deliveries")
    event = models.ForeignKey("agreements.Event", null=True, on_delete=models.CASCADE, related_name="+")
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(
        max_length=12,
        choices=choices(DeliveryState),
        default=DeliveryState.QUEUED.value,
    )
    reason = models.TextField(blank=True)  # why it ended as it did, or what the last attempt met
    lease = models.UUIDField(null=True, blank=True)  # the token of the one worker that may write this row
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    handovers = models.PositiveSmallIntegerField(default=0)  # how often it may have reached the relay
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    hinted_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)  # or accepted, on channels that say no more
    retried_at = models.DateTimeField(null=True, blank=True)  # by an administrator, after it had ended
    retried_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    attempts_before = models.PositiveSmallIntegerField(default=0)  # the retry; they count no more

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=IN_FLIGHT, lease__isnull=False, leased_until__isnull=False)
                | (~Q(state__in=IN_FLIGHT) & Q(lease=None, leased_until=None)),
                name="delivery_in_flight_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ARRIVED, sent_at__isnull=False) | (~Q(state__in=ARRIVED) & Q(sent_at=None)),
                name="delivery_sent_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.EMAIL, recipient__isnull=False, endpoint=None)
                | (~Q(channel=Channel.EMAIL) & Q(recipient=None, endpoint__isnull=False)),
                name="delivery_has_one_address",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.WEBHOOK, event__isnull=False)
                | (~Q(channel=Channel.WEBHOOK) & Q(event=None))
                | Q(kind=TEST, event=None),
                name="delivery_of_webhook_has_event",
            ),
        ]
        indexes = [
            # Hints, bundling and expiry read what is queued; the sweep reads what is leased.
            models.Index(fields=["due_at", "id"], condition=Q(state="queued"), name="delivery_queued"),
            models.Index(fields=["leased_until"], condition=Q(state__in=IN_FLIGHT), name="delivery_leased"),
            models.Index(fields=["recipient", "state"], name="delivery_by_recipient"),
            models.Index(fields=["endpoint", "-id"], condition=Q(endpoint__isnull=False), name="delivery_by_endpoint"),
            # What happened within a day, for whoever watches. Rows lie nearly in this order, so that it takes no room.
            BrinIndex(fields=["due_at"], name="delivery_by_day", autosummarize=True),
            # What an administrator has to look at.
            models.Index(fields=["-due_at"], condition=Q(state__in=IN_TROUBLE), name="delivery_in_trouble"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id} ({self.state})"

    @property
    def state_words(self) -> str:
        """How pages say where it stands."""
        return say(STATE_WORDS[DeliveryState(self.state)])

    @property
    def reason_words(self) -> str:
        """How pages say why it stands there."""
        return say_reason(self.reason)


class Attempt(models.Model):
    """One try at a delivery. Its instants are real ones."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    lease = models.UUIDField()
    started_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=12, choices=choices(Ending), blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="one_attempt_per_delivery_and_number")
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}.{self.number} {self.ending}"
