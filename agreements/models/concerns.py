from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from agreements.domain.concerns import About
from agreements.models.agreements import Agreement, Party
from teams.models.choices import choices

if TYPE_CHECKING:
    from teams.models import Person


class ConcernQuerySet(models.QuerySet["Concern"]):
    def open(self) -> "ConcernQuerySet":
        return self.filter(resolved_at=None)

    def visible_to(self, person: "Person") -> "ConcernQuerySet":
        """Those in what ``person`` may read; how the parties work together is for the parties themselves."""
        its_parties = Party.objects.filter(agreement=OuterRef("agreement"))
        party = its_parties.filter(Q(team__memberships__person=person) | Q(representative=person))
        involved = Exists(party) | Q(raised_by=person) | Q(agreement__facilitator=person)
        return self.filter(agreement__in=Agreement.objects.visible_to(person)).filter(Q(about=About.WORK) | involved)

    def kept_from(self, person: "Person", *, agreement: Agreement) -> list[int]:
        """The keys of what was raised in ``agreement``, which ``person`` may read, for its parties alone. One query."""
        private = self.filter(agreement=agreement, about=About.WAY_OF_WORKING)
        return list(private.exclude(pk__in=private.visible_to(person)).values_list("pk", flat=True))


class Concern(models.Model):
    """Something that worries somebody of a party, said early; open until somebody has answered it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="concerns")
    number = models.PositiveIntegerField()  # within the agreement
    about = models.CharField(max_length=14, choices=choices(About))
    # What it is about may leave a draft, or never become joint; what was said stays said.
    commitment = models.ForeignKey(
        "agreements.Commitment", null=True, blank=True, on_delete=models.SET_NULL, related_name="concerns"
    )
    metric = models.ForeignKey(
        "agreements.Metric", null=True, blank=True, on_delete=models.SET_NULL, related_name="concerns"
    )
    reading_on = models.DateField(null=True, blank=True)  # "we read this number differently": which reading
    topic = models.CharField(max_length=80, blank=True)  # in a few words; recurring arguments are counted by it
    text = models.TextField()
    raised_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_concern_per_agreement_and_number"),
            models.CheckConstraint(condition=~Q(text=""), name="concern_has_text"),
            models.CheckConstraint(
                condition=Q(resolved_at=None, answered_by=None, answer="")
                | (Q(resolved_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="resolved_concern_has_an_answer",
            ),
            models.CheckConstraint(condition=Q(commitment=None) | Q(metric=None), name="concern_has_one_subject"),
        ]
        indexes = [models.Index(fields=["agreement"], condition=Q(resolved_at=None), name="concern_open")]

    def __str__(self) -> str:
        return self.topic or self.text[:80]
