from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from agreements.domain.amendments import AmendmentState, Answer, ChangeKind, Trade
from agreements.models.agreements import Agreement
from teams.models.choices import choices

if TYPE_CHECKING:
    from teams.models import Person


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def open(self) -> "AmendmentQuerySet":
        return self.filter(state=AmendmentState.OPEN)

    def visible_to(self, person: "Person") -> "AmendmentQuerySet":
        """Changes asked for in what ``person`` may read, and those that ask them for an answer."""
        asked = Consent.objects.filter(person=person).values("alternative__amendment")
        return self.filter(Q(agreement__in=Agreement.objects.visible_to(person)) | Q(pk__in=asked))


class Amendment(models.Model):
    """A change of agreements in force that somebody asked for: one to three ways to make it, and all the answers."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="amendments")  # asked for in
    number = models.PositiveIntegerField()  # within that agreement
    reason = models.TextField()
    topic = models.CharField(max_length=80, blank=True)  # in a few words; recurring arguments are counted by it
    state = models.CharField(max_length=9, choices=choices(AmendmentState), default=AmendmentState.OPEN.value)
    asked_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateField()  # inclusive, in the agreement's zone
    # Working days of notice: the fewest of its open alternatives; once agreed, that of the agreed one.
    notice_days = models.PositiveIntegerField(null=True, blank=True)
    is_early = models.BooleanField()
    agreed = models.ForeignKey("Alternative", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    agreements = models.ManyToManyField(Agreement, through="AmendedAgreement", related_name="touched_by")

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_amendment_per_agreement_and_number"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="amendment_is_open_or_closed",
            ),
            models.CheckConstraint(
                condition=Q(state="agreed", agreed__isnull=False) | (~Q(state="agreed") & Q(agreed=None)),
                name="agreed_amendment_names_its_alternative",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_has_a_reason"),
        ]
        indexes = [
            # The clock closes those whose answers did not come; lapsing spares what they touch.
            models.Index(fields=["answer_by"], condition=Q(state="open"), name="amendment_open_by_answer"),
        ]

    def __str__(self) -> str:
        return f"Change {self.number} to {self.agreement}"


class AmendedAgreement(models.Model):
    """An agreement that an amendment touches, and the version of it that the amendment starts from."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="touched")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="amended")
    base = models.ForeignKey("agreements.Version", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["amendment", "agreement"], name="one_base_per_amendment_and_agreement")
        ]

    def __str__(self) -> str:
        return f"{self.amendment} touches {self.agreement}"


class AlternativeQuerySet(models.QuerySet["Alternative"]):
    def open(self) -> "AlternativeQuerySet":
        """Those that nobody has declined."""
        declined = Consent.objects.filter(alternative=OuterRef("pk"), answer=Answer.DECLINE)
        return self.exclude(Exists(declined))


class Alternative(models.Model):
    """One way to make the change, with what it means for each party."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="alternatives")
    position = models.PositiveSmallIntegerField()  # in the order they were brought, from 1
    label = models.CharField(max_length=160)
    trade = models.CharField(max_length=9, choices=choices(Trade), blank=True)  # what gives
    implications = models.JSONField(default=dict, blank=True)  # a sentence, or sentences by the slug of the party
    brought_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)  # of its changes, asked and rippled, with what they start from
    former = models.JSONField(default=dict, blank=True)  # what it said before it was rebased, by content hash

    objects = AlternativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["amendment", "position"], name="one_alternative_per_position"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=6), name="alternatives_are_six_at_most"),
        ]

    def __str__(self) -> str:
        return self.label


class Change(models.Model):
    """What an alternative changes in one thing; ``was`` and ``now`` hold the same fields as plain JSON."""

    alternative = models.ForeignKey(Alternative, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveSmallIntegerField()
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=15, choices=choices(ChangeKind))
    commitment = models.ForeignKey(
        "agreements.Commitment", null=True, blank=True, on_delete=models.CASCADE, related_name="changes"
    )
    metric = models.ForeignKey("agreements.Metric", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    is_ripple = models.BooleanField(default=False)  # follows from the others, nobody asked for it by itself
    was = models.JSONField(default=dict)
    now = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alternative", "position"], name="one_change_per_position"),
            models.UniqueConstraint(
                fields=["alternative", "commitment"],
                condition=Q(commitment__isnull=False),
                name="one_change_per_alternative_and_commitment",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["commitment", "drop_commitment"], commitment__isnull=False, metric=None)
                | Q(kind="metric", metric__isnull=False, commitment=None)
                | Q(kind__in=["cadence", "add_commitment"], commitment=None, metric=None),
                name="change_names_what_it_touches",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.alternative}"


class Consent(models.Model):
    """The answer of one affected person to one alternative; empty until it is given, one for all their roles."""

    alternative = models.ForeignKey(Alternative, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=7, choices=choices(Answer), null=True, blank=True)  # noqa: DJ001 - not asked twice: no word yet
    reason = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64, blank=True)  # of the content that was answered
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alternative", "person"], name="one_answer_per_alternative_and_person"),
            models.CheckConstraint(
                condition=Q(answer=None, answered_at=None) | Q(answer__isnull=False, answered_at__isnull=False),
                name="answer_has_its_instant",
            ),
            models.CheckConstraint(condition=~Q(answer="decline") | ~Q(reason=""), name="decline_has_a_reason"),
        ]
        indexes = [
            # Home, inbox and reminders ask what waits for a person.
            models.Index(fields=["person"], condition=Q(answer=None), name="consent_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.answer or 'no answer yet'}"
