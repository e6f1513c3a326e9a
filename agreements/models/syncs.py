from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from agreements.domain.decisions import DecisionKind
from agreements.models.agreements import Agreement
from agreements.models.concerns import Concern
from teams.models.choices import choices
from teams.models.search import said

if TYPE_CHECKING:
    from teams.models import Person

DECISION_SAID = said("note", weight="A")


class SyncQuerySet(models.QuerySet["Sync"]):
    def outside_pauses(self) -> "SyncQuerySet":
        """Those on no day of a pause: on such days nobody meets, and nobody is asked."""
        return self.filter(Q(agreement__paused_until=None) | Q(slot_on__gte=F("agreement__paused_until")))


class Sync(models.Model):
    """One meeting the cadence asks for, materialised 90 days ahead; the room that it is held in, and what it cost."""

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="syncs")
    cadence = models.ForeignKey("agreements.Cadence", on_delete=models.CASCADE, related_name="syncs")
    number = models.PositiveIntegerField()  # within the agreement, in order of dates
    slot_on = models.DateField()  # the local date the rule names; identity, even when the meeting moves
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    facilitator = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Set while it was moved by hand: where it was before, and why. Its sequence is that of its calendar entry.
    moved_from = models.DateTimeField(null=True, blank=True)
    move_reason = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0)

    # The room: open from started_at to held_at. Current names the item everybody looks at, such as "commitment/12".
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    current = models.CharField(max_length=40, blank=True)
    current_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)  # grows with each change that the people in the room see

    held_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    person_minutes = models.PositiveIntegerField(null=True, blank=True)  # spent when held, returned when cancelled

    objects = SyncQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cadence", "slot_on"], name="one_sync_per_cadence_and_local_date"),
            models.CheckConstraint(condition=Q(held_at=None) | Q(cancelled_at=None), name="sync_held_is_not_cancelled"),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(cancelled_at=None), name="sync_started_is_not_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(current="") | Q(started_at__isnull=False), name="only_a_started_sync_has_an_item"
            ),
            models.CheckConstraint(condition=Q(moved_from=None) | ~Q(move_reason=""), name="moved_sync_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["agreement", "starts_at"], name="sync_by_agreement"),
            # Sync reminders and the sweep for sync_not_held look at what is neither held nor cancelled.
            models.Index(fields=["starts_at"], condition=Q(held_at=None, cancelled_at=None), name="sync_open_by_start"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} sync on {self.slot_on}"

    @property
    def is_live(self) -> bool:
        return self.started_at is not None and self.held_at is None


class Topic(models.Model):
    """Something somebody wants to talk about; it stays on the agenda until a sync has settled it."""

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="topics")
    text = models.CharField(max_length=240)
    minutes = models.PositiveSmallIntegerField(default=5)
    added_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="topic_has_text"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="topic_takes_a_minute"),
        ]
        indexes = [models.Index(fields=["agreement"], condition=Q(closed_at=None), name="topic_open")]

    def __str__(self) -> str:
        return self.text


class Attendance(models.Model):
    """Somebody took part in a sync."""

    sync = models.ForeignKey(Sync, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sync", "person"], name="one_attendance_per_sync_and_person")]

    def __str__(self) -> str:
        return f"{self.person} at {self.sync}"


class Presence(models.Model):
    """Who has a room open just now: telemetry, written once a minute at most, no part of any history."""

    sync = models.ForeignKey(Sync, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey("teams.Person", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sync", "person"], name="one_presence_per_sync_and_person")]

    def __str__(self) -> str:
        return f"{self.person} in {self.sync}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, person: "Person") -> "DecisionQuerySet":
        """Those in what ``person`` may read; one about a concern is read by those who may read the concern."""
        of_concern = Q(concern=None) | Q(concern__in=Concern.objects.visible_to(person))
        return self.filter(of_concern, sync__agreement__in=Agreement.objects.visible_to(person))


class Decision(models.Model):
    """What a sync decided about one item, and who sees to it; naming none, it is about the agreement itself."""

    sync = models.ForeignKey(Sync, on_delete=models.CASCADE, related_name="decisions")
    commitment = models.ForeignKey(
        "agreements.Commitment", null=True, blank=True, on_delete=models.CASCADE, related_name="decisions"
    )
    metric = models.ForeignKey("agreements.Metric", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    concern = models.ForeignKey("agreements.Concern", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    amendment = models.ForeignKey(
        "agreements.Amendment", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=11, choices=choices(DecisionKind))
    note = models.TextField(blank=True)
    owner = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sync", "commitment", "metric", "concern", "amendment", "topic"],
                nulls_distinct=False,
                name="one_decision_per_sync_and_subject",
            ),
        ]
        indexes = [GinIndex(DECISION_SAID, name="decision_said")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"

    @property
    def subject(self) -> str:
        """The API's name of what was decided about: ``commitment/12``, ``topic/2``, or ``agreement/31``."""
        for name in ("commitment", "metric", "concern", "amendment", "topic"):
            if number := getattr(self, f"{name}_id"):
                return f"{name}/{number}"
        return f"agreement/{self.sync.agreement.number}"
