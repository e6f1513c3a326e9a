"""Speaks to a person in their language: Django's own words, those of our templates and those of the domain at once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings
from django.utils import translation

from teams.domain import language
from teams.models import Person

NAMES = {language.ENGLISH: settings.LANGUAGE_CODE}  # as Django calls our English


def language_of(person: Person) -> str:
    """Tell which language mails to ``person`` are written in: the one they chose, else English."""
    return person.language or language.ENGLISH


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Say everything in the language of ``code`` in here."""
    with language.speaking(code), translation.override(NAMES.get(code, code)):
        yield


def speaking_to(person: Person) -> AbstractContextManager[None]:
    """Say everything in the language of ``person`` in here."""
    return speaking(language_of(person))
