"""The one table from code words to what people read: word, shape and tone; and how dates are written.

Built in to every template, no ``{% load %}`` needed. ``today`` comes from the context or as an argument.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from teams.domain.days import long
from teams.domain.language import ENGLISH, spoken

register = template.Library()


@dataclass(frozen=True, slots=True)
class Word:
    """How one code word looks: `shape` a symbol of icons.svg, `tone` one of ok watch drift change plain."""

    words: str
    shape: str
    tone: str


WORDS: dict[str, Word] = {
    # agreement
    "draft": Word("Preparing", "draft", "plain"),
    "readback": Word("Reading back", "draft", "plain"),
    "active": Word("In force", "kept", "ok"),
    "in_renegotiation": Word("In force, change proposed", "adjusted", "change"),
    "paused": Word("Paused", "draft", "plain"),
    "completed": Word("Closed: kept", "kept", "ok"),
    "ended": Word("Closed: ended", "none", "plain"),
    "withdrawn": Word("Set aside", "none", "plain"),
    # commitment
    "proposed": Word("Proposed", "draft", "plain"),
    "open": Word("Open", "track", "plain"),
    "delivered": Word("Waiting for confirmation", "track", "ok"),
    "accepted": Word("Kept", "kept", "ok"),
    "released": Word("Released", "none", "plain"),
    "lapsed": Word("Lapsed", "lapsed", "drift"),
    # outcome
    "kept": Word("Kept", "kept", "ok"),
    "adjusted_early": Word("Adjusted", "adjusted", "change"),
    "adjusted_late": Word("Adjusted at short notice", "adjusted", "change"),
    # standing, said by a person
    "on_track": Word("On track", "track", "ok"),
    "at_risk": Word("Some doubt", "doubt", "watch"),
    "off_track": Word("Need to adjust", "drift", "drift"),
    "done": Word("Done", "kept", "ok"),
    # health, worked out by the rules
    "watch": Word("Worth a look", "doubt", "watch"),
    "drifting": Word("Drifting", "drift", "drift"),
    "quiet": Word("No update", "none", "plain"),
    # strength of a flag
    "weak": Word("Worth a look", "doubt", "watch"),
    "strong": Word("Drifting", "drift", "drift"),
    # joint metric
    "met": Word("At the target", "kept", "ok"),
    "inside": Word("Inside the band", "track", "ok"),
    "just_under": Word("Just under", "doubt", "watch"),
    "off_course": Word("Below the line", "drift", "drift"),
    "out_of_bound": Word("Outside the limit", "drift", "drift"),
    "stale": Word("No reading", "none", "plain"),
    # what was heard beside the terms
    "same": Word("Same", "kept", "ok"),
    "differs": Word("Differs", "differs", "drift"),
    "not_mentioned": Word("Not mentioned", "draft", "plain"),
    "not_in_terms": Word("Not in the terms", "extra", "watch"),
    "unclear": Word("Reads two ways", "unclear", "watch"),
    # readback
    "not_written": Word("Not written", "draft", "plain"),
    "written": Word("Written", "track", "plain"),
    "matches": Word("Matches", "kept", "ok"),
    "mismatch": Word("Mismatch", "differs", "drift"),
    "confirmed": Word("Confirmed by all", "kept", "ok"),
    # a decision that was asked of the executives
    "ruled": Word("Decided", "kept", "plain"),
    # a change that somebody asked for
    "asked": Word("Proposed", "adjusted", "change"),
    "agreed": Word("Agreed", "kept", "ok"),
    "declined": Word("Not agreed", "none", "plain"),
    # what one person says to one way of making it
    "accept": Word("Accepts", "kept", "ok"),
    "decline": Word("Not agreed", "none", "plain"),
    "counter": Word("Suggests another way", "adjusted", "change"),
    "waiting": Word("Not answered yet", "draft", "plain"),
    # what a change does to a commitment
    "changed": Word("The change", "adjusted", "change"),
    "dropped": Word("Dropped", "none", "plain"),
    "added": Word("New", "extra", "change"),
    "moved": Word("Moves with it", "adjusted", "change"),
    "slack_shrinks": Word("Stays, less slack", "doubt", "watch"),
    "stays": Word("Stays", "track", "plain"),
    "breaks": Word("After it is needed", "drift", "drift"),
    # what gives in it
    "date": Word("The date", "none", "plain"),
    "scope": Word("The scope", "none", "plain"),
    "quality": Word("The quality", "none", "plain"),
    "resources": Word("The resources", "none", "plain"),
    "sequence": Word("The order", "none", "plain"),
    # readback and invitation
    "expired": Word("Not answered in time", "none", "plain"),
    # why something is on the agenda of a sync
    "disputed": Word("Seen differently", "differs", "drift"),
    "doubt": Word("Some doubt", "doubt", "watch"),
    "change": Word("Change to answer", "adjusted", "change"),
    "concern": Word("Concern", "unclear", "watch"),
    "topic": Word("Topic", "extra", "plain"),
    "due": Word("Due before the next sync", "track", "plain"),
    # what a sync settles about it
    "keep": Word("Stays as agreed", "kept", "ok"),
    "renegotiate": Word("Another way is asked for", "adjusted", "change"),
    "escalate": Word("Help is asked for", "unclear", "watch"),
    "park": Word("Next time", "none", "plain"),
    # a filter
    "under_way": Word("Under way", "none", "plain"),
    "any": Word("Any at all", "none", "plain"),
    # nothing was said
    "": Word("No update", "none", "plain"),
}

STEP_WORDS = {"draft": 1, "withdrawn": 1, "readback": 2, "active": 3, "completed": 5, "ended": 5}


def word_for(code: object) -> Word:
    """Look up a code word; None is silence; an unknown one is shown as it is, with a dash."""
    key = "" if code is None else str(code)
    return WORDS.get(key) or Word(key.replace("_", " ").capitalize(), "none", "plain")


@register.filter
def state_word(code: object) -> str:
    """Say a state, health, standing or outcome in the interface's words."""
    return word_for(code).words


@register.filter
def in_sentence(words: str) -> str:
    """Write words of a table as they stand within a sentence: in English in small letters, in German as they are."""
    return words.lower() if spoken() == ENGLISH else words


@register.filter
def shape(code: object) -> str:
    """Name the state shape of a code word: kept track doubt drift adjusted lapsed none draft."""
    return word_for(code).shape


@register.filter
def tone(code: object) -> str:
    """Name the tone of a code word: ok watch drift change plain; used as class `t-{tone}`."""
    return word_for(code).tone


def shape_href(shape_name: str) -> str:
    """Address one symbol of icons.svg."""
    return f"{static('icons.svg')}#g-{shape_name}"


@register.simple_tag
@lru_cache(maxsize=256)  # a table of a hundred rows draws the same few shapes hundreds of times
def mark(code: object) -> SafeString:
    """Draw the shape of a code word alone; the word must stand beside it or in a text alternative."""
    word = word_for(code)
    return format_html(
        '<svg class="i t-{}" aria-hidden="true"><use href="{}"/></svg>', word.tone, shape_href(word.shape)
    )


@register.simple_tag
def status(code: object, words: str = "") -> SafeString:
    """Draw shape + word + colour; `words` replaces the table's words, the shape and tone stay."""
    return _worded("st", code, words)


@register.simple_tag
def pill(code: object, words: str = "") -> SafeString:
    """Draw shape + word on a soft ground: the one state of a page's own object."""
    return _worded("pill", code, words)


@lru_cache(maxsize=512)
def _worded(kind: str, code: object, words: str) -> SafeString:
    word = word_for(code)
    return format_html('<span class="{} t-{}">{}{}</span>', kind, word.tone, mark(code), words or word.words)


# --- dates ----------------------------------------------------------------------------------------------


@register.filter
def day(on: date | None, today: date | None = None) -> str:
    """Write a date as "Wed 18 Mar", with the year only when it is not that of `today`."""
    return "" if on is None else f"{_as_date(on):%a} {short_day(on, today)}"


@register.filter
def short_day(on: date | None, today: date | None = None) -> str:
    """Write a date as "18 Mar", with the year only when it is not that of `today`."""
    if on is None:
        return ""
    on = _as_date(on)
    return f"{on.day} {on:%b}" if today and on.year == today.year else f"{on.day} {on:%b %Y}"


@register.filter
def long_day(on: date | None) -> str:
    """Write a date as "18 March 2027"."""
    return "" if on is None else long(_as_date(on))


@register.filter
def relative_day(on: date | None, today: date) -> str:
    """Say how far a date lies from `today`: "today", "in 2 days", "5 days ago", "in 6 weeks"."""
    if on is None:
        return ""
    days = (_as_date(on) - today).days
    if days in NEAR:
        return NEAR[days]
    amount = _amount(abs(days))
    return f"in {amount}" if days > 0 else f"{amount} ago"


NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def _amount(days: int) -> str:
    if days < 21:
        return f"{days} days"
    if days < 70:
        return f"{round(days / 7)} weeks"
    if days < 700:
        return f"{round(days / 30.44)} months"
    return f"{round(days / 365.25)} years"


def _as_date(on: date) -> date:
    return timezone.localtime(on).date() if isinstance(on, datetime) else on


@register.simple_tag(takes_context=True)
def on_day(context: Context, on: date | None) -> SafeString:
    """Draw a date as <time>: "Wed 18 Mar", the full date in its title. Reads `today` of the context."""
    return _time(on, day(on and _as_date(on), context.get("today")))


@register.simple_tag(takes_context=True)
def ago(context: Context, on: date | None) -> SafeString:
    """Draw a date or moment as <time> in relative words; beyond two weeks as "14 Mar". Reads `today`."""
    today: date | None = context.get("today")
    if on is None or today is None:
        return _time(on, short_day(on, today))
    then = _as_date(on)
    is_near = abs((then - today).days) <= 14
    return _time(on, relative_day(then, today) if is_near else short_day(then, today))


def _time(on: date | None, words: str) -> SafeString:
    if on is None:
        return SafeString("")
    if isinstance(on, datetime):
        local = timezone.localtime(on)
        full = f"{local:%A} {local.day} {local:%B %Y, %H:%M %Z}"
        return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), full, words)
    full = f"{on:%A} {on.day} {on:%B %Y}"
    return format_html('<time datetime="{}" title="{}">{}</time>', on.isoformat(), full, words)


@register.filter
def clock(at: datetime | None) -> str:
    """Write the time of day as "10:00" in the reader's zone."""
    return "" if at is None else f"{timezone.localtime(at):%H:%M}"


@register.filter
def step_number(state: object) -> int:
    """Tell which of the five steps of an agreement's life a state is: 1 prepare to 5 close."""
    return STEP_WORDS.get(str(state), 1)


@register.filter
def listed(things: Iterable[object]) -> str:
    """Join names as "Product, Sales and Marketing"."""
    names = [str(thing) for thing in things]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


@register.filter
def is_under(path: str, address: str) -> bool:
    """Tell whether a path is that address or lies below it."""
    return path.startswith(address)


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@register.filter
def number_word(count: int) -> str:
    """Write a small count as it stands in a sentence: "two", from ten on in digits."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
