from django.db import models
from django.db.models import Q

from reminders.domain.channels import Channel
from reminders.domain.topics import Topic
from teams.models.choices import choices


class Preference(models.Model):
    """Whether one topic of reminders comes on one channel: for a person, for a team, or for everybody.

    The person's own word counts before their teams', the teams' before the organisation's.
    """

    person = models.ForeignKey(
        "teams.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="preferences"
    )
    team = models.ForeignKey("teams.Team", null=True, blank=True, on_delete=models.CASCADE, related_name="preferences")
    topic = models.CharField(max_length=16, choices=choices(Topic))
    channel = models.CharField(max_length=8, choices=[pair for pair in choices(Channel) if pair[0] != Channel.WEBHOOK])
    is_wanted = models.BooleanField()
    set_by = models.ForeignKey("teams.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "team", "topic", "channel"], nulls_distinct=False, name="one_preference_a_topic"
            ),
            models.CheckConstraint(condition=Q(person=None) | Q(team=None), name="preference_is_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} by {self.channel}: {self.is_wanted}"
