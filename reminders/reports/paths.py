"""Paths of pages that many mails lead to, each worked out once and filled in."""

from functools import cache

from django.urls import reverse

SLUG, NUMBER = "0-agreement", 987654321  # stand in the pattern where those of a page go


def commitment_path(agreement: str, number: int) -> str:
    """The page of a commitment, by the slug of its agreement and its own number there."""
    return _pattern("commitment").replace(str(NUMBER), str(number)).replace(SLUG, agreement)


@cache
def _pattern(name: str) -> str:
    return reverse(name, args=[SLUG, NUMBER])
