"""How a readback is written on a page: the words with what was found in them underlined, and who says what of them."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from agreements.domain.readback import Piece, in_words
from agreements.templatetags.words import word_for

register = template.Library()

# What a difference is about: a field that the rules compare, or where a person marked a mismatch.
ABOUT_WORDS = {
    "due_on": "When",
    "owner": "Who",
    "quantity": "How much",
    "deliverable": "What",
    "what": "What",
    "who": "Who",
    "when": "When",
    "how_measured": "How we measure",
}


@register.filter
def about_word(field: object) -> str:
    """Say what a difference is about: "When", "Who"."""
    return ABOUT_WORDS[str(field)]


register.filter("in_words", in_words)


@register.filter
def told_of(sentence: str, name: str) -> str:
    """Turn what the rules say to the writer of a readback into what others read of them: "Tomas heard 15 April"."""
    told = f"{name} {sentence.removeprefix('You ')}" if sentence.startswith("You ") else sentence
    return told.replace(" heard that you ", " heard that they ").replace(": which one did you hear?", ".")


@register.simple_tag
def heard(pieces: Iterable[Piece]) -> SafeString:
    """Draw somebody's words, each line break as they set it; what was found is underlined and named."""
    return format_html('<blockquote class="heard">{}</blockquote>', format_html_join("", "{}", map(_piece, pieces)))


def _piece(piece: Piece) -> tuple[SafeString | str]:
    if piece.verdict is None:
        return (piece.text,)
    word = word_for(piece.verdict)
    found = '<mark class="is-{} t-{}">{}<span class="hide"> ({})</span></mark>'
    return (format_html(found, piece.verdict, word.tone, piece.text, word.words),)
