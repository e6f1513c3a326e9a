"""Charts as safe SVG markup: pure functions from numbers to text, two decimals, coloured by class only.

Built in to every template. Geometry lives in ``agreements.domain.plots``. Every drawing is hidden from
assistive technology; the numbers and sentences stand beside it as text.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import dropwhile

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from agreements.domain import plots
from agreements.domain.counting import BAND
from agreements.templatetags.words import mark, word_for

register = template.Library()


def at(number: float) -> str:
    """Write a coordinate with at most two decimals: 12.3, 100, 0."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def day_and_month(on: date) -> str:
    """Write a day as a chart has room for: "18 Mar"."""
    return f"{on.day} {on:%b}"


def _path(points: Iterable[plots.Point]) -> str:
    return "M" + "L".join(f"{at(point.x)} {at(point.y)}" for point in points)


def line(points: Sequence[plots.Point], *, kind: str = "line") -> SafeString:
    """Draw straight from point to point; nothing where there are none."""
    return format_html('<path class="{}" d="{}"/>', kind, _path(points)) if points else SafeString("")


def end_dot(points: Sequence[plots.Point]) -> SafeString:
    """Mark the last of the points."""
    if not points:
        return SafeString("")
    spot = f"M{at(points[-1].x)} {at(points[-1].y)}h0"
    return format_html('<path class="halo" d="{}"/><path class="end" d="{}"/>', spot, spot)


def stretched(kind: str, *parts: str) -> SafeString:
    """Wrap safe parts, drawn in percent, into a drawing that fills its box."""
    inner = mark_safe("".join(parts))  # noqa: S308 - every part is built by format_html above
    return format_html(
        '<svg{} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        format_html(' class="{}"', kind) if kind else "",
        inner,
    )


@register.simple_tag
def sparkline(values: Sequence[float | None], low: float | None = None, high: float | None = None) -> SafeString:
    """Draw the course of a number, oldest first, open where it is None; `low` and `high` fix a shared scale."""
    known = dropwhile(lambda value: value is None, values)  # the course begins where there is something to say
    numbers = [None if value is None else float(value) for value in known]
    if sum(number is not None for number in numbers) < 2:
        return SafeString("")  # one point is no course
    fitted = plots.scale_over([*numbers, low, high])
    runs = plots.runs(numbers, plots.Scale(fitted.low, fitted.high, top=20, bottom=80))
    end = () if numbers[-1] is None else runs[-1]
    return stretched("spark t-series", *(line(run) for run in runs if len(run) > 1), end_dot(end))


def band(low: float | None, high: float | None, scale: plots.Scale) -> SafeString:
    """Fill what lies between two values, open to the edge where one is None."""
    if low is None and high is None:
        return SafeString("")
    top = 0.0 if high is None else scale.y(high)
    bottom = 100.0 if low is None else scale.y(low)
    return format_html('<rect class="band" y="{}" width="100" height="{}"/>', at(top), at(bottom - top))


def level(kind: str, value: float | None, scale: plots.Scale) -> SafeString:
    """Draw a value from edge to edge."""
    if value is None:
        return SafeString("")
    return line((plots.Point(0, scale.y(value)), plots.Point(100, scale.y(value))), kind=kind)


@register.simple_tag
def pulse(said: Sequence[object], of: str = "check-ins") -> SafeString:
    """Draw one mark for every check-in asked for, oldest left, at most six; None or "" is silence."""
    return _pulse(tuple("" if code is None else str(code) for code in said)[-6:], of)


@lru_cache(maxsize=1024)  # few different pulses fill a long table
def _pulse(shown: tuple[str, ...], of: str) -> SafeString:
    if not shown:
        return SafeString("")
    words = ", ".join(word_for(code).words.lower() for code in shown)
    return format_html(
        '<span class="pulse" role="img" aria-label="Last {} {}: {}">{}</span>',
        len(shown),
        of,
        words,
        SafeString("".join(mark(code) for code in shown)),
    )


@register.simple_tag
def share_bar(shares: Sequence[plots.Share], total: float | None = None) -> SafeString:
    """Draw parts of a whole end to end; with `total` the rest stays as empty ground (a thin bar)."""
    gap = '<rect class="rest" width="100%" height="100%"/>' if total else ""
    parts = format_html_join(
        "",
        '<svg x="{}%" width="{}%"><rect class="t-{} o-{}" width="100%" height="100%"/>{}</svg>',
        (_bar_part(part) for part in plots.segments(shares, total=total)),
    )
    kind = "sharebar sharebar-thin" if total else "sharebar"
    return format_html('<svg class="{}" aria-hidden="true">{}{}</svg>', kind, mark_safe(gap), parts)  # noqa: S308


@register.simple_tag
def rate_bar(percent: float) -> SafeString:
    """Draw a rate as a thin bar of 100: teal from the low end of what teams aim for, amber below it."""
    return share_bar([plots.Share(percent, "on_track" if percent >= BAND[0] else "at_risk")], 100)


@register.simple_tag
def column(shares: Sequence[plots.Share], most: float, mark_at: float | None = None) -> SafeString:
    """Draw parts of a whole one on the other, `most` filling the box; a line across at `mark_at`, to compare with."""
    parts = format_html_join(
        "",
        '<rect class="t-{} o-{}" y="{}%" width="100%" height="{}%"/>{}',
        (_column_part(part) for part in plots.segments(shares, total=most)),
    )
    line = SafeString("")
    if mark_at is not None and most:
        line = format_html('<rect class="made" y="{}%" width="100%" height="2"/>', at(100 - mark_at / most * 100))
    return format_html('<svg class="column" aria-hidden="true">{}{}</svg>', parts, line)


def _column_part(part: plots.Segment) -> tuple[str, str, str, str, SafeString]:
    foot = at(100 - part.x)
    hairline = format_html('<rect class="seam" y="{}%" width="100%" height="1.5"/>', foot) if part.x else SafeString("")
    return word_for(part.state).tone, part.state, at(100 - part.x - part.width), at(part.width), hairline


def _bar_part(part: plots.Segment) -> tuple[str, str, str, str, SafeString]:
    hairline = SafeString("") if part.x == 0 else SafeString('<rect class="seam" width="1.5" height="100%"/>')
    return at(part.x), at(part.width), word_for(part.state).tone, part.state, hairline
