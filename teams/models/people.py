from datetime import date, time
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Lower

from teams.models.search import said

HUES = 6  # avatar colours in static/css: h1 to h6
MAILBOX = Func(F("email"), Value("@"), Value(1), function="split_part", output_field=TextField())
PERSON_SAID = said("name", weight="A") + said(MAILBOX, weight="B")


class Role(models.TextChoices):
    """What a person may do in the organisation beyond their own teams."""

    MEMBER = "member"
    EXECUTIVE = "executive"
    ADMINISTRATOR = "administrator"


def monday_to_friday() -> list[int]:
    return [0, 1, 2, 3, 4]


class Theme(models.TextChoices):
    SYSTEM = "system", "As my device says"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class Language(models.TextChoices):
    BROWSER = "", "As my browser says"
    ENGLISH = "en", "English"
    GERMAN = "de", "Deutsch"


class PersonManager(BaseUserManager["Person"]):
    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """An address is compared without regard to case, so it is kept in lower case."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email=self.normalize_email(email))


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> "PersonQuerySet":
        return self.filter(is_active=True)

    def administrators(self) -> "PersonQuerySet":
        return self.active().filter(role=Role.ADMINISTRATOR)


class Person(AbstractBaseUser):
    """Somebody of the organisation; signs in with an e-mail address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.MEMBER)
    time_zone = models.CharField(max_length=64, default="UTC")
    # Monday is 0, as in datetime.date.weekday.
    working_days = ArrayField(models.PositiveSmallIntegerField(), default=monday_to_friday)
    quiet_from = models.TimeField(default=time(19, 0))  # local wall time; no reminder from here ...
    quiet_until = models.TimeField(default=time(8, 0))  # ... to here
    away_until = models.DateField(null=True, blank=True)  # inclusive
    delegate = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    theme = models.CharField(max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.BROWSER, blank=True)
    has_single_keys = models.BooleanField(default=True)  # C, U, P ... act without Ctrl (WCAG 2.1.4)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager.from_queryset(PersonQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_is_lower_case"),
            models.CheckConstraint(condition=~models.Q(delegate=models.F("id")), name="person_is_not_own_delegate"),
        ]
        indexes = [
            GinIndex(PERSON_SAID, name="person_said"),
            GinIndex(OpClass("name", name="gin_trgm_ops"), name="person_spelled"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def is_executive(self) -> bool:
        return self.role == Role.EXECUTIVE

    @property
    def initials(self) -> str:
        words = self.name.split() or [self.email]
        return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()

    @property
    def hue_class(self) -> str:
        """One of six decorative avatar colours, the same for a person everywhere."""
        return f"h{self.pk % HUES + 1}"

    def is_away_on(self, day: date) -> bool:
        return self.away_until is not None and day <= self.away_until
