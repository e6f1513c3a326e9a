"""Did you mean: the likest words that stand in what a person may read."""

from collections.abc import Iterator

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Greatest

from agreements.domain.search import Wanted, meant
from agreements.models import Agreement, Commitment, Escalation
from teams.models import Person, Team

MOST_WORDS = 4  # longer lines are no slip of the pen
LIKELIEST = 30
# How much of a word's trigrams must stand in a text for its index to give it: two letters exchanged leave a third.
ALIKE = "0.3"


def line_meant(wanted: Wanted, *, viewer: Person) -> str:
    """The line as ``viewer`` may have meant it, or "". Five queries; call it only when nothing was found."""
    words = wanted.words
    if not words or len(words) > MOST_WORDS:
        return ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL pg_trgm.word_similarity_threshold = {ALIKE}")  # for the %> of the indexes
        return meant(wanted, list(_texts(words, viewer)))


def _texts(words: tuple[str, ...], viewer: Person) -> Iterator[str]:
    yield from _likest(Agreement.objects.visible_to(viewer), "title", words)
    yield from _likest(Commitment.objects.visible_to(viewer), "deliverable", words)
    yield from _likest(Person.objects.active(), "name", words)
    yield from _likest(Team.objects.all(), "name", words)
    yield from _likest(Escalation.objects.visible_to(viewer), "topic", words)


def _likest[Row: Model](rows: QuerySet[Row], column: str, words: tuple[str, ...]) -> Iterator[str]:
    similar = [TrigramWordSimilarity(word, column) for word in words]
    near = Q()
    for word in words:
        near |= Q(**{f"{column}__trigram_word_similar": word})
    likeness = Greatest(*similar) if len(similar) > 1 else similar[0]
    found = rows.filter(near).annotate(likeness=likeness).order_by("-likeness", "pk")
    yield from found.values_list(column, flat=True)[:LIKELIEST]
