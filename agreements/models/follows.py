from django.db import models

from agreements.models.agreements import Agreement


class Follow(models.Model):
    """A person keeps an agreement in their sidebar. It gives no right: what one may no longer read is not shown."""

    person = models.ForeignKey("teams.Person", on_delete=models.CASCADE, related_name="follows")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="followers")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "agreement"], name="followed_once_by_a_person")]

    def __str__(self) -> str:
        return f"{self.person} follows {self.agreement}"
