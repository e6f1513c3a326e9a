"""What history says of terms on their way into force: proposed, said back, settled, signed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from agreements.domain.readback import in_words
from teams.domain.language import say

type Data = Mapping[str, Any]
type Sentence = str | Callable[[Data], str]

PLACES = {"what": "what", "who": "who", "when": "when", "how_measured": "how we measure"}


def _proposed(data: Data) -> str:
    passed = len(data.get("passed") or [])
    return f"proposed these terms{f', with {passed} hint{"s" * (passed > 1)} passed over' if passed else ''}"


def _extended(data: Data) -> str:
    return f"gave everybody until {date.fromisoformat(data['now']['answer_by']):%-d %b %Y} to answer"


def _written(data: Data) -> str:
    return f"said back what they heard{', in other words' if data.get('is_again') else ''}"


def _confirmed(data: Data) -> str:
    return f"confirmed what {data['person']} heard{' again, as it stands now' if data.get('lines') else ''}"


def _marked(data: Data) -> str:
    """The places are missing where a seal leaves them out."""
    places = " and ".join(PLACES[place] for place in data.get("where", ()))
    return f"marked a mismatch{f' on {places}' if places else ''} in what {data['person']} heard"


def _settled(data: Data) -> str:
    heard, recorded = (f"{name} {in_words(data[name])}" if data.get(name) else "" for name in ("heard", "recorded"))
    said = ", ".join(filter(None, (heard, recorded)))
    return f"settled a difference in what {data['person']} heard{f': {said}' if said else ''}"


def _signed(data: Data) -> str:
    signed = say("signed for {names}", names=" and ".join(data.get("parties", []))).removesuffix(" for ")
    return signed if data.get("said_back", True) else say("{signed}, without saying the terms back", signed=signed)


SENTENCES: dict[str, tuple[Sentence, str]] = {
    "proposed": (_proposed, "readback"),
    "answers_extended": (_extended, ""),
    "readback_written": (_written, "written"),
    "readback_confirmed": (_confirmed, "matches"),
    "mismatch_marked": (_marked, "mismatch"),
    "difference_settled": (_settled, ""),
    "signed": (_signed, "kept"),
}
KINDS = tuple(SENTENCES)
