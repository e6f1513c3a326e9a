from datetime import date

from django.db import models


class Morning(models.Model):
    """The last local date on which a person's morning was planned. Holding this row is the right to plan the next."""

    person = models.OneToOneField("teams.Person", primary_key=True, on_delete=models.CASCADE, related_name="morning")
    planned_on = models.DateField(default=date.min)

    def __str__(self) -> str:
        return f"{self.person_id} {self.planned_on}"
