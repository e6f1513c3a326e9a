"""The four numbers under the sentence, each with its course over the weeks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """``value`` as shown (`83%`, `2 of 3`, `5`) and ``of`` what stands beside it (`6 of 8`, `of 62 open`).

    ``series``: a point a week, oldest first, in per cent or as a count; None where there is too little to say.
    ``change`` against the same weeks before, in points or as a count; None without both. ``is_better`` says which
    way it went, None for neither. ``code`` names its definition, ``address`` leads to the rows behind it.
    """

    code: str
    title: str
    value: str
    of: str
    series: tuple[float | None, ...]
    change: int | None
    change_words: str
    is_better: bool | None
    address: str
