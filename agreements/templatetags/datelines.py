"""Dates as safe SVG markup: the line of a promise, and the step that a change asks it to take.

Built in to every template. A table draws one for every row, so these are plain strings: every value in them is a
number, a date or a name of our own tables, never a person's text. Geometry lives in ``agreements.domain.plots``.
"""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString

from agreements.domain import plots
from agreements.templatetags.charts import at, day_and_month
from agreements.templatetags.words import shape_href, word_for

register = template.Library()


@register.simple_tag
def date_line_head(window: plots.Window) -> SafeString:
    """Draw the days above the date lines of one table."""
    days = [(tick.x, day_and_month(tick.on), "") for tick in plots.ticks(window) if tick.is_labelled]
    labels = [*days, (window.x(window.as_of), "Today", ' class="now-word"')]
    drawn = "".join(
        f'<text{kind} x="{at(x)}%" y="50%" dy=".36em" text-anchor="middle">{words}</text>' for x, words, kind in labels
    )
    return SafeString(f'<svg class="dateline dateline-head" aria-hidden="true">{drawn}</svg>')


@register.simple_tag
def date_line(line: plots.DateLine, window: plots.Window) -> SafeString:
    """Draw one commitment's dates: track, ring where the date was, dotted slip, mark where it is now."""
    word = word_for(line.state)
    drawn = (_grid(window), _track(line, window), _slip(line, window), _date_mark(line, window, word.shape))
    return SafeString(
        f'<svg class="dateline t-{word.tone}" aria-hidden="true">{"".join(drawn)}</svg>'
        f'<span class="hide">{date_sentence(line)}</span>'
    )


@lru_cache(maxsize=64)
def _grid(window: plots.Window) -> str:
    rows = [("tick", tick.x) for tick in plots.ticks(window)] + [("now", window.x(window.as_of))]
    return "".join(f'<line class="{kind}" x1="{at(x)}%" x2="{at(x)}%" y1="-200%" y2="300%"/>' for kind, x in rows)


def _track(line: plots.DateLine, window: plots.Window) -> str:
    end = line.ended_on or min((*line.earlier, line.due_on))
    kind = "track track-done" if line.ended_on else "track"
    return _level_line(kind, window.x(line.promised_on), window.x(end))


def _slip(line: plots.DateLine, window: plots.Window) -> str:
    if not line.earlier:
        return ""
    xs = [window.x(on) for on in line.earlier]
    rings = "".join(f'<circle class="was" cx="{at(x)}%" cy="50%" r="4"/>' for x in xs)
    return _level_line("slip", min(xs), window.x(line.mark_on)) + rings


def _level_line(kind: str, start: float, end: float) -> str:
    return f'<line class="{kind}" x1="{at(start)}%" x2="{at(end)}%" y1="50%" y2="50%"/>'


def _date_mark(line: plots.DateLine, window: plots.Window, shape_name: str) -> str:
    x = window.x(line.mark_on)
    beyond = max(window.x(line.expected_on or line.mark_on), x)
    is_far = beyond > 79
    shift, anchor = (-12, "end") if is_far else (12, "start")
    return (
        f'{_expected(line, window)}<svg x="{at(x)}%" y="50%" overflow="visible">'
        f'<use class="i" href="{shape_href(shape_name)}" x="-7" y="-7" width="14" height="14"/></svg>'
        f'<svg x="{at(x if is_far else beyond)}%" y="50%" overflow="visible">'
        f'<text x="{shift}" dy=".36em" text-anchor="{anchor}">{day_and_month(line.mark_on)}</text></svg>'
    )


def _expected(line: plots.DateLine, window: plots.Window) -> str:
    if line.expected_on is None or line.expected_on == line.mark_on:
        return ""
    return f'<circle class="expected" cx="{at(window.x(line.expected_on))}%" cy="50%" r="5"/>'


def date_sentence(line: plots.DateLine) -> str:
    """Say the dates in words: what the drawing shows, for those who do not see it."""
    said = [_moved_words(line)]
    if line.expected_on and line.expected_on != line.due_on:
        said.append(f"expected {_in_words(line.expected_on)}")
    if line.ended_on:
        said.append(f"delivered {_in_words(line.ended_on)}")
    return ", ".join(said)


def _moved_words(line: plots.DateLine) -> str:
    due = _in_words(line.due_on)
    if not line.earlier:
        return f"Due {due}"
    return f"First agreed for {_in_words(line.earlier[0])}, moved to {due}"


def _in_words(on: date) -> str:
    return f"{on.day} {on:%B}"


# --- the step a change asks for ---------------------------------------------------------------------------


@register.simple_tag
def slip_line(slip: plots.Slip, window: plots.Window) -> SafeString:
    """Draw where a date is and where a change would take it, and what is needed; the words stand beside it."""
    drawn = (_grid(window), _level_line("track", 0, window.x(slip.was)), _step(slip, window), _needed(slip, window))
    tone = word_for(slip.code).tone
    return SafeString(f'<svg class="dateline t-{tone}" aria-hidden="true">{"".join(drawn)}</svg>')


def _step(slip: plots.Slip, window: plots.Window) -> str:
    was = window.x(slip.was)
    if slip.now is None or slip.now == slip.was:
        return _mark_at(was, slip.code) + _label(was, slip.now or slip.was, is_left=was > 79)
    now = window.x(slip.now)
    ring = f'<circle class="was" cx="{at(was)}%" cy="50%" r="4"/>'
    return _level_line("slip", was, now) + ring + _mark_at(now, slip.code) + _label(now, slip.now, is_left=now < was)


def _mark_at(x: float, code: str) -> str:
    shape = shape_href(word_for(code).shape)
    return (
        f'<svg x="{at(x)}%" y="50%" overflow="visible">'
        f'<use class="i" href="{shape}" x="-7" y="-7" width="14" height="14"/></svg>'
    )


def _label(x: float, on: date, *, is_left: bool) -> str:
    shift, anchor = (-12, "end") if is_left else (12, "start")
    return (
        f'<svg x="{at(x)}%" y="50%" overflow="visible">'
        f'<text x="{shift}" dy=".36em" text-anchor="{anchor}">{day_and_month(on)}</text></svg>'
    )


def _needed(slip: plots.Slip, window: plots.Window) -> str:
    if slip.needed_by is None:
        return ""
    x = at(window.x(slip.needed_by))
    return f'<line class="needed" x1="{x}%" x2="{x}%" y1="22%" y2="78%"/>'
