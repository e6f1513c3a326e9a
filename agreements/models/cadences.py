from django.db import models
from django.db.models import F, Q

from agreements.domain.cadence import CadenceRule, Frequency
from teams.domain.calendar import zone
from teams.models.choices import choices


class Cadence(models.Model):
    """How often the parties meet: a rule counted from its anchor, in local wall time."""

    agreement = models.OneToOneField("agreements.Agreement", on_delete=models.CASCADE, related_name="cadence")
    frequency = models.CharField(max_length=8, choices=choices(Frequency))
    interval = models.PositiveSmallIntegerField(default=1)
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    nth = models.SmallIntegerField(null=True, blank=True)  # monthly: 1 to 4, or -1 for the last
    time = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    time_zone = models.CharField(max_length=64)
    starts_on = models.DateField()
    anchor_on = models.DateField()  # the first such weekday on or after starts_on; never moves

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(interval__gte=1), name="cadence_interval_is_positive"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="cadence_weekday_is_a_weekday"),
            models.CheckConstraint(
                condition=Q(frequency="weekly", nth=None)
                | Q(frequency="monthly", nth__isnull=False, nth__in=[1, 2, 3, 4, -1]),
                name="cadence_nth_goes_with_monthly",
            ),
        ]

    def __str__(self) -> str:
        return f"Cadence of {self.agreement}"

    @property
    def rule(self) -> CadenceRule:
        """As the domain counts with it; raises InvalidValueError when the columns do not fit together."""
        return CadenceRule(
            frequency=Frequency(self.frequency),
            interval=self.interval,
            weekday=self.weekday,
            nth=self.nth,
            time=self.time,
            zone=zone(self.time_zone),
            anchor=self.anchor_on,
        )


class SyncQuerySet(models.QuerySet["Sync"]):
    def outside_pauses(self) -> "SyncQuerySet":
        """Those on no day of a pause: on such days nobody meets, and nobody is asked."""
        return self.filter(Q(agreement__paused_until=None) | Q(slot_on__gte=F("agreement__paused_until")))


class Sync(models.Model):
    """One meeting the cadence asks for, materialised 90 days ahead."""

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="syncs")
    cadence = models.ForeignKey(Cadence, on_delete=models.CASCADE, related_name="syncs")
    number = models.PositiveIntegerField()  # within the agreement, in order of dates
    slot_on = models.DateField()  # the local date the rule names; identity, even when the meeting moves
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    held_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)

    objects = SyncQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cadence", "slot_on"], name="one_sync_per_cadence_and_local_date"),
            models.CheckConstraint(condition=Q(held_at=None) | Q(cancelled_at=None), name="sync_held_is_not_cancelled"),
        ]
        indexes = [
            models.Index(fields=["agreement", "starts_at"], name="sync_by_agreement"),
            # Sync reminders and the sweep for sync_not_held look at what is neither held nor cancelled.
            models.Index(fields=["starts_at"], condition=Q(held_at=None, cancelled_at=None), name="sync_open_by_start"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} sync on {self.slot_on}"
