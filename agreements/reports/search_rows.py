"""How PostgreSQL is asked for what a person looks for: one query in the languages people write here, best first."""

from collections.abc import Iterator
from typing import cast

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchRank, SearchVector
from django.db.models import Model, QuerySet
from django.db.models.expressions import CombinedExpression

from agreements.domain.search import Term, Wanted
from teams.models.search import CONFIG

CANDIDATES = 200  # the latest that fit are ranked; a word that stands everywhere would rank a million rows
# A word counts as it is written, and by its English and its German stem: "agreements" finds "agreement". Words
# such as "the" and "und" count in neither language, so that they stand in nobody's way.
LANGUAGES = (CONFIG, "english", "german")

type Vector = SearchVector | CombinedExpression
type Query = SearchQuery | CombinedSearchQuery


def query_of(wanted: Wanted) -> Query:
    """The whole line; call it when there is something to look for."""
    first, *others = map(_way, wanted.ways)
    for way in others:
        first |= way
    return first


def queries_of(wanted: Wanted) -> Iterator[list[tuple[Query, bool]]]:
    """Each way apart, as its terms, for what lies in several tables; with each, whether it must not be found."""
    for way in wanted.ways:
        yield [(_query(_written(term)), term.is_without) for term in way]


def best[Row: Model](rows: QuerySet[Row], said: Vector, query: Query, *, most: int) -> list[Row]:
    """The best of the latest that fit, in order: ``most`` and one more, if there are more."""
    latest = within(rows, said, query).order_by("-pk").values("pk")[:CANDIDATES]
    return list(ranked(rows.filter(pk__in=latest), said, query)[: most + 1])


def ranked[Row: Model](rows: QuerySet[Row], said: Vector, query: Query, *, then: str = "-pk") -> QuerySet[Row]:
    """The best first, and of equals those that ``then`` orders first."""
    return cast("QuerySet[Row]", rows.alias(rank=SearchRank(said, query)).order_by("-rank", then))


def within[Row: Model](rows: QuerySet[Row], said: Vector, query: Query) -> QuerySet[Row]:
    """Those of ``rows`` that hold what ``query`` asks for; the index of ``said`` finds them."""
    return cast("QuerySet[Row]", rows.alias(said=said).filter(said=query))


def _way(terms: tuple[Term, ...]) -> Query:
    """What is looked for in any language, and nothing of what is not wanted in none of them."""
    query = _query(" & ".join(_written(term) for term in terms if not term.is_without))
    for term in terms:
        if term.is_without:
            for language in LANGUAGES:
                query &= ~SearchQuery(_written(term), config=language, search_type="raw")
    return query


def _query(written: str) -> Query:
    first, *others = (SearchQuery(written, config=language, search_type="raw") for language in LANGUAGES)
    query: Query = first
    for other in others:
        query |= other
    return query


def _written(term: Term) -> str:
    """A term as PostgreSQL writes it. A word is letters and digits, so that nothing in it needs to be quoted."""
    ends = "" if term.is_whole else ":*"
    return " <-> ".join(f"'{word}'{ends if len(word) > 1 else ''}" for word in term.words)
