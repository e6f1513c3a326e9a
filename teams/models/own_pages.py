"""What a person keeps for themselves: views of a list, and text they have not sent yet. Nobody else reads it."""

from django.db import models


class SavedView(models.Model):
    """The filters of a list under a name: ``query`` is what stands after the question mark of its address."""

    person = models.ForeignKey("teams.Person", on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=16)  # the list: agreements, commitments, flags, syncs
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "page", "name"], name="one_view_per_page_and_name")]

    def __str__(self) -> str:
        return self.name


class UnsentText(models.Model):
    """The fields of a form as they stand, not sent: kept while one types, gone when it is sent or after 30 days."""

    person = models.ForeignKey("teams.Person", on_delete=models.CASCADE, related_name="unsent_texts")
    key = models.CharField(max_length=120)  # the address of the form, without its query
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_unsent_text_per_person_and_form")]
        indexes = [
            # The daily clearing looks for what has lain too long.
            models.Index(fields=["saved_at"], name="unsent_text_by_age"),
        ]

    def __str__(self) -> str:
        return self.key
