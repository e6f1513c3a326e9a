"""Reads the corpus, and writes what was captured in its shape."""

import tomllib
from pathlib import Path
from typing import Any

from agreements.domain.capture import Captured, Name, Part, Setting, State, read_line
from tests.agreements.domain.capture.acme import ACME, TODAY

LINES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("corpus.toml").read_text())["line"]
PEOPLE = {Name.OWNER, Name.ACCEPTED_BY}


def capture(text: str, *, here: int | None = None) -> Captured:
    return read_line(text, Setting(TODAY, ACME, here))


def as_written(captured: Captured) -> dict[str, Any]:
    """What a line came to, as the corpus writes it."""
    parts = {name.value: _value(name, part) for name, part in captured.parts.items() if part.state != State.MISSING}
    says = [note for name in Name for note in captured[name].notes]
    offers = [choice.key for choice in captured[Name.DUE_ON].choices if captured[Name.DUE_ON].is_found]
    return parts | ({"says": says} if says else {}) | ({"offers": offers} if offers else {})


def _value(name: Name, part: Part) -> str | list[str]:
    keys = [part.key] if part.is_found else [choice.key for choice in part.choices]
    if name in PEOPLE:
        keys = [key.removesuffix("@acme.example") for key in keys]
    return keys[0] if part.is_found else keys
