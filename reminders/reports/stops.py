"""The link in a mail that ends mails like it. It needs no row: it says whom and what it is for, signed."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from reminders.domain.topics import Topic
from teams.models import Person

BETWEEN = "-"  # in no name of a topic
HOLE = "TOKEN"  # where a token stands in an address


@dataclass(frozen=True, slots=True)
class Stop:
    """What a link ends: mails about ``topics``, in their order, to ``person``."""

    person: Person
    topics: tuple[Topic, ...]

    @property
    def topic_names(self) -> str:
        return ", ".join(topic.words.name for topic in self.topics)


def stop_url(*, person: int, topics: Collection[Topic]) -> str:
    """The address that ends mails about ``topics``; empty where there are none."""
    if not topics:
        return ""
    plain = BETWEEN.join((str(person), *(topic for topic in Topic if topic in topics)))
    return f"{settings.BASE_URL}{_path()}".replace(HOLE, _signer().sign(plain))


@cache
def _path() -> str:
    return reverse("mail_stop", args=[HOLE])


def find_stop(*, token: str) -> Stop | None:
    """What ``token`` ends; None for one that is not ours, and once its person's account is closed."""
    try:
        number, *names = _signer().unsign(token).split(BETWEEN)
    except BadSignature:
        return None
    person = Person.objects.active().filter(pk=int(number)).first()
    return Stop(person, tuple(topic for topic in Topic if topic in names)) if person else None


def _signer() -> Signer:
    return _signer_with(settings.SECRET_KEY)


@cache
def _signer_with(key: str) -> Signer:
    return Signer(key=key, salt="reminders.stops", sep=".")
