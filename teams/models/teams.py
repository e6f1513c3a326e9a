from django.db import models
from django.db.models import F, Q

from teams.models.search import said

TEAM_SAID = said("name", weight="A")  # teams are too few for an index of it


class Team(models.Model):
    """A department or a part of one; parties of agreements are teams."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    time_zone = models.CharField(max_length=64, default="UTC")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(parent=F("id")), name="team_is_not_own_parent")]

    def __str__(self) -> str:
        return self.name


class MembershipRole(models.TextChoices):
    LEAD = "lead"
    MEMBER = "member"


class Membership(models.Model):
    """A person's place in a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey("teams.Person", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=MembershipRole.choices, default=MembershipRole.MEMBER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="one_membership_per_team_and_person")]

    def __str__(self) -> str:
        return f"{self.person} in {self.team} ({self.role})"
