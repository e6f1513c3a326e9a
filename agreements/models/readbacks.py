from django.db import models
from django.db.models import Q

from agreements.domain.readback import Verdict
from teams.models.choices import choices


class Readback(models.Model):
    """What one person heard, in their own words; it outlives a proposal that is taken back and made again.

    ``lines`` maps each commitment it speaks for to the hash of that line when its writer last confirmed it: a
    line of another hash is to be confirmed again.
    """

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="readbacks")
    person = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)  # a draft, seen by its writer only, until written_at
    said = models.JSONField(default=list)  # structured answers beside the text, of agreements.domain.readback.Said
    order = models.CharField(max_length=12, blank=True)  # how its writer writes 3/4: a DayMonth, or unknown
    lines = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "person"], name="one_readback_per_agreement_and_person"),
            models.CheckConstraint(condition=Q(written_at=None) | ~Q(text=""), name="written_readback_has_text"),
        ]

    def __str__(self) -> str:
        return f"What {self.person} heard"


class Confirmation(models.Model):
    """What another person says of a readback: it matches what they understood, or where it does not.

    ``lines`` holds the hashes of the lines it was said about, as in the readback.
    """

    readback = models.ForeignKey(Readback, on_delete=models.CASCADE, related_name="confirmations")
    person = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    matches = models.BooleanField()
    lines = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["readback", "person"], name="one_word_per_readback_and_person")]

    def __str__(self) -> str:
        return f"{self.person}: {'matches' if self.matches else 'mismatch'}"


class DifferenceQuerySet(models.QuerySet["Difference"]):
    def open(self) -> "DifferenceQuerySet":
        return self.filter(settled_at=None)


class Difference(models.Model):
    """One thing heard that the terms do not say so; signing opens when every one is settled.

    Found by the rules, or marked by ``marked_by``. ``commitment`` is None for what belongs to no line.
    """

    readback = models.ForeignKey(Readback, on_delete=models.CASCADE, related_name="differences")
    commitment = models.ForeignKey(
        "agreements.Commitment", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    field = models.CharField(
        max_length=16
    )  # due_on, owner, quantity, deliverable; marked: what, who, when, how_measured
    verdict = models.CharField(max_length=13, choices=choices(Verdict))
    recorded = models.CharField(max_length=500, blank=True)
    heard = models.CharField(max_length=500, blank=True)
    why = models.TextField(blank=True)
    marked_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)  # why it is fine

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["readback", "commitment", "field", "heard", "recorded", "marked_by"],
                condition=Q(settled_at=None),
                nulls_distinct=False,
                name="one_open_difference_per_cause",
            ),
            models.CheckConstraint(condition=Q(settled_at=None) | ~Q(note=""), name="settled_difference_has_a_note"),
        ]
        indexes = [
            # Signing asks whether any is open.
            models.Index(fields=["readback"], condition=Q(settled_at=None), name="difference_open"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: heard {self.heard}, recorded {self.recorded}"
