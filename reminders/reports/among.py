"""Thousands of values to look for, sent as one instead of a parameter for each."""

from collections.abc import Collection

from django.db.models import Func, TextField, Value

TEMPLATE = "(SELECT unnest(string_to_array(%(expressions)s, chr(10))::{}[]))"
NUMBERS, KEYS = TEMPLATE.format("bigint"), TEMPLATE.format("text")


def among(values: Collection[int] | Collection[str], *, template: str = NUMBERS) -> Func | tuple[()]:
    """What to compare with by ``__in``; for no values the database is not asked at all.

    ``template``: ``KEYS`` for text without line breaks.
    """
    if not values:
        return ()
    return Func(Value("\n".join(map(str, values)), output_field=TextField()), template=template)
