"""How text is made ready to be searched: the same expression in an index and in the query that is to use it."""

from django.contrib.postgres.search import SearchVector
from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import Combinable

CONFIG = "holdfast"  # words as they are, without case and accents: the same for every language
LONGEST = 20_000  # letters of a text that are searched; a vector holds a megabyte at most
# Signs at which the parser of PostgreSQL would keep words together, as a path, a host or a compound.
GLUE = "-/._@:~+&=?%#"


def said(text: str | Combinable, *, weight: str) -> SearchVector:
    """Return the words of a column or an expression; ``weight`` A counts most, D least."""
    column = F(text) if isinstance(text, str) else text
    first = Func(column, Value(LONGEST), function="left", output_field=TextField())
    apart = Func(first, Value(GLUE), Value(" " * len(GLUE)), function="translate", output_field=TextField())
    return SearchVector(apart, config=CONFIG, weight=weight)
