"""Mails to those who read German: said whole, and the same by whichever way they are rendered."""

import pytest
from django.template.loader import render_to_string

from config import catalogues
from reminders.domain.kinds import Kind
from reminders.operations.compiled import render
from teams.domain.language import say
from teams.speech import speaking
from tests.reminders.every_part import PARTS
from tests.reminders.parts import line

MAILS = "templates/reminders/email/"
SHORTEST = 12  # letters of an English sentence that no name can be taken for


def sentences() -> list[str]:
    """What templates of mails say in English, as far as it stands there word for word."""
    words = [found.words for found in catalogues.found() if found.place.startswith(MAILS)]
    return [one for one in words if isinstance(one, str) and len(one) >= SHORTEST and "%(" not in one]


ENGLISH = sentences()


def letter(kind: Kind) -> dict[str, object]:
    part = PARTS[kind]
    mail = {
        "language": "de",
        "subject": part.headline,
        "reader": "Lena",
        "sections": [part],
        "reasons": [say(part.kind.manner.why)],
        "base_url": "https://holdfast.example",
        "settings_url": "https://holdfast.example/settings/mail/",
        "stop_url": "https://holdfast.example/stop/",
    }
    return {"mail": mail}


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_no_sentence_stays_english(kind: Kind, suffix: str) -> None:
    with speaking("de"):
        said = render_to_string(f"reminders/email/letter.{suffix}", letter(kind))

    assert [sentence for sentence in ENGLISH if sentence in said] == []
    assert "Sie bekommen das, weil " in said


@pytest.mark.parametrize(("language", "words"), [("en", "No word yet."), ("de", "Noch kein Wort.")])
def test_each_language_has_its_own_compiled_part(language: str, words: str) -> None:
    with speaking(language):
        assert render("reminders/email/last_word.txt", line=line(standing=None)) == words


@pytest.mark.parametrize(("moves", "words"), [(1, "einmal verlegt."), (3, "3-mal verlegt.")])
def test_its_plurals_are_german(moves: int, words: str) -> None:
    with speaking("de"):
        said = render("reminders/email/standing.txt", line=line(moves=moves), section=PARTS[Kind.DUE_SOON])

    assert said.endswith(words)
