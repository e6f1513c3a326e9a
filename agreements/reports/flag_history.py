"""What history says of flags that people saw or let rest, of news asked for, and of how an agreement is watched."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from agreements.domain.drift.thresholds import LIMITS
from teams.domain.language import say
from teams.models import Person

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]

ACTS = ("flag_acknowledged", "flag_snoozed", "flag_unsnoozed")
THRESHOLDS_SET = "thresholds_set"
AS_ALL = "as the organisation"


def kept_from(person: Person) -> Q:
    """The entries about flags that were not shown to everybody yet: whoever wrote one may read it."""
    return Q(kind__in=ACTS, data__is_shown=False) & ~Q(actor=person)


def side_of_thresholds(data: Data, name: str) -> str:
    """The numbers before ("was") or after ("now"), in words; a number that is not its own is that of all."""
    other = data["now" if name == "was" else "was"]
    numbers = data[name]
    return "; ".join(
        f"{limit.words}: {limit.say(numbers[limit.name]) if limit.name in numbers else AS_ALL}"
        for limit in LIMITS
        if numbers.get(limit.name) != other.get(limit.name)
    )


def _seen(data: Data) -> str:
    return say("has seen the sign of drift “{title}”", title=data["title"])


def _snoozed(data: Data) -> str:
    return f"let “{data['title']}” rest until {date.fromisoformat(data['until']):%-d %b %Y}"


def _woken(data: Data) -> str:
    return say("ended the rest of “{title}”", title=data["title"])


def _asked(data: Data) -> str:
    return say("asked {asked} how it stands", asked=data["asked"])


SENTENCES: dict[str, tuple[Sentence, str]] = {
    "flag_acknowledged": (_seen, ""),
    "flag_snoozed": (_snoozed, ""),
    "flag_unsnoozed": (_woken, ""),
    "asked": (_asked, ""),
    THRESHOLDS_SET: ("changed how Holdfast watches this agreement", ""),
}
