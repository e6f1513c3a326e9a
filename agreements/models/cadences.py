from django.db import models
from django.db.models import Q

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


class Turn(models.Model):
    """A place in the rota: who moderates every so manieth sync, from position 1 on and round again."""

    cadence = models.ForeignKey(Cadence, on_delete=models.CASCADE, related_name="rota")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cadence", "position"], name="one_turn_per_position"),
            models.UniqueConstraint(fields=["cadence", "person"], name="one_turn_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.person}"
