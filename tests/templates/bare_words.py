"""Finds words in templates that no catalogue can translate: text outside translate and blocktranslate."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

SPOKEN = ("title", "aria-label", "placeholder", "alt", "aria-description", "aria-roledescription")
ATTRIBUTE = re.compile(rf"""\s(?:{"|".join(SPOKEN)})=(?:"([^"]*)"|'([^']*)')""")
SILENT = re.compile(
    r"<(style|script|code|kbd)\b.*?</\1>|<!--.*?-->|<![^>]*>|</?[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL
)
ENTITY = re.compile(r"&[a-z]+;|&#\d+;")
WORD = re.compile(r"[A-Za-z]{2,}")
NAMES = {"Holdfast"}  # said the same in every language


def bare_words(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of what is said in a template without a catalogue."""
    text, lines = _spoken_text(path)
    silent = SILENT.sub(lambda found: _attributes(found[0]), text) if path.suffix == ".html" else text
    for number, line in enumerate(ENTITY.sub(" ", silent).splitlines()):
        if set(WORD.findall(line)) - NAMES:
            yield lines + number, " ".join(line.split())


def _attributes(tag: str) -> str:
    """Keep of a tag what people hear or see, and its line breaks, so that lines stay countable."""
    spoken = " ".join("".join(values) for values in ATTRIBUTE.findall(tag))
    return spoken.replace("\n", " ") + "\n" * tag.count("\n")


def _spoken_text(path: Path) -> tuple[str, int]:
    """Return the template with its tags and translated blocks blanked out, and the number of its first line."""
    kept, is_translated = [], False
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        opens, closes = _is(token, "blocktranslate"), _is(token, "endblocktranslate")
        is_translated = (is_translated or opens) and not closes
        is_said = token.token_type is TokenType.TEXT and not is_translated
        kept.append(token.contents if is_said else "\n" * token.contents.count("\n"))
    return "".join(kept), 1


def _is(token: Token, tag: str) -> bool:
    return token.token_type is TokenType.BLOCK and token.contents.split()[0] == tag
