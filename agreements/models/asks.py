from django.db import models

from agreements.models.commitments import Commitment


class Ask(models.Model):
    """Somebody of a party asked the owner of a commitment for news. One a day for each commitment."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="asks")
    asked_by = models.ForeignKey("teams.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_on = models.DateField()  # the local date in the agreement's zone
    note = models.CharField(max_length=280, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "asked_on"], name="one_ask_a_day_per_commitment")]

    def __str__(self) -> str:
        return f"{self.commitment} on {self.asked_on:%Y-%m-%d}"
