from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from agreements.domain.drift.snoozes import is_snoozed
from agreements.domain.drift.strengths import Strength
from agreements.models.agreements import Agreement
from teams.domain.calendar import ONE_DAY, local_date, zone
from teams.models.choices import choices

if TYPE_CHECKING:
    from datetime import datetime

    from teams.models import Person


class DriftFlagQuerySet(models.QuerySet["DriftFlag"]):
    def open(self) -> "DriftFlagQuerySet":
        return self.filter(closed_at=None)

    def visible_to(self, person: "Person", *, at: "datetime") -> "DriftFlagQuerySet":
        """Flags on what ``person`` may read; the owner first, others from ``shown_at`` on, administrators at once."""
        flags = self.filter(agreement__in=Agreement.objects.visible_to(person))
        if person.is_administrator:
            return flags
        return flags.filter(Q(shown_at__lte=at) | Q(first_told=person))

    def snoozed(self, *, at: "datetime") -> "DriftFlagQuerySet":
        """Those that rest at ``at``, to the end of a local day. One query beside, for the zones."""
        return self.filter(_rests(at))

    def awake(self, *, at: "datetime") -> "DriftFlagQuerySet":
        """All but the ``snoozed``: what mails tell and lists show first."""
        return self.exclude(_rests(at))


class DriftFlag(models.Model):
    """A sign of drift on one subject, with its reason and evidence; one row from opening to closing."""

    rule = models.CharField(max_length=24)  # a code of agreements.domain.drift
    strength = models.CharField(max_length=6, choices=choices(Strength))
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="flags")
    commitment = models.ForeignKey(
        "agreements.Commitment", null=True, blank=True, on_delete=models.CASCADE, related_name="flags"
    )
    metric = models.ForeignKey(
        "agreements.Metric", null=True, blank=True, on_delete=models.CASCADE, related_name="flags"
    )
    first_told = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sentence = models.TextField()
    evidence = models.JSONField(default=dict)  # numbers and dates, by name
    next_step = models.TextField()
    opened_at = models.DateTimeField()
    shown_at = models.DateTimeField()  # from here on everybody who may read the subject sees it
    closed_at = models.DateTimeField(null=True, blank=True)
    # The flag of the same rule on the same subject that closed before this one opened.
    previous = models.OneToOneField("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reopened")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    snoozed_until = models.DateField(null=True, blank=True)  # inclusive, in the agreement's zone
    snoozed_at = models.DateTimeField(null=True, blank=True)
    snoozed_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    snooze_reason = models.TextField(blank=True)

    objects = DriftFlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "agreement", "commitment", "metric"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="one_open_flag_per_rule_and_subject",
            ),
            models.CheckConstraint(condition=Q(commitment=None) | Q(metric=None), name="flag_has_one_subject"),
            models.CheckConstraint(condition=Q(shown_at__gte=F("opened_at")), name="flag_is_shown_after_opening"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="flag_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until=None, snoozed_at=None, snoozed_by=None, snooze_reason="")
                | (
                    Q(snoozed_until__isnull=False, snoozed_at__isnull=False, snoozed_by__isnull=False)
                    & ~Q(snooze_reason="")
                ),
                name="flag_snoozed_by_somebody_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["agreement"], condition=Q(closed_at=None), name="flag_open_by_agreement"),
            models.Index(fields=["commitment"], condition=Q(closed_at=None), name="flag_open_by_commitment"),
            # A flag that opens again finds the last one of its rule and subject.
            models.Index(fields=["agreement", "rule", "-closed_at"], name="flag_closed_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} on {self.subject}"

    def is_snoozed(self, *, at: "datetime") -> bool:
        """Whether it rests at ``at``: to the end of that day in the agreement's zone."""
        return is_snoozed(self.snoozed_until, as_of=local_date(at, zone=zone(self.agreement.time_zone)))

    @property
    def subject(self) -> str:
        """The API's name of what is flagged: ``commitment/12``, ``metric/3`` or ``agreement/31``."""
        if self.commitment_id:
            return f"commitment/{self.commitment_id}"
        if self.metric_id:
            return f"metric/{self.metric_id}"
        return f"agreement/{self.agreement.number}"


def _rests(at: "datetime") -> Q:
    """Flags that are snoozed on the day that it is where their agreement lives."""
    lasting = DriftFlag.objects.open().filter(snoozed_until__gte=at.date() - ONE_DAY)  # as far as a zone is behind UTC
    rests = Q(pk__in=[])
    for name in lasting.values_list("agreement__time_zone", flat=True).distinct():
        rests |= Q(agreement__time_zone=name, snoozed_until__gte=local_date(at, zone=zone(name)))
    return rests
