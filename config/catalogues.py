"""The words of the product and their catalogues: collected from code and templates, kept in ``locale/*/django.po``.

A catalogue is read by Django for pages and by ``teams.domain.language`` for everything else; both read the compiled
file beside it, which is made anew whenever the catalogue is newer.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from config.settings import BASE_DIR

LOCALE = BASE_DIR / "locale"
PACKAGES = ("teams", "agreements", "reminders", "config")
# Which arguments of a call are words: of one form, or of the two for one and many.
ONE = {"say": 0, "noted": 0, "Gone": 0, "gettext": 0, "gettext_lazy": 0, "_": 0, "pgettext": 1}
MANY = {"say_many": (1, 2), "ngettext": (0, 1), "ngettext_lazy": (0, 1)}
NO_SAMPLE = ("management",)  # what a sample organisation is filled with is nobody's interface

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"

"""

type Words = str | tuple[str, ...]

TEMPLATE_CALL = re.compile(
    r"""\b(?P<call>_|gettext|ngettext|pgettext|npgettext)\(\s*(?P<args>(?:[urbURB]?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*,?\s*)+)"""
)


@dataclass(frozen=True, slots=True)
class Found:
    """Words somewhere in the source; ``context`` tells apart what is the same in English."""

    words: Words
    place: str
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Problems:
    """What keeps a catalogue from being complete, in English."""

    untranslated: tuple[str, ...]
    left_over: tuple[str, ...]  # said nowhere any more
    misfilled: tuple[str, ...]  # name other facts than the words they translate

    def __bool__(self) -> bool:
        return bool(self.untranslated or self.left_over or self.misfilled)


def languages() -> tuple[str, ...]:
    return tuple(sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po")))


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def found() -> Iterator[Found]:
    """Yield everything that people read, where it is first used."""
    for package in PACKAGES:
        for path in sorted((BASE_DIR / package).rglob("*.py")):
            if not set(NO_SAMPLE) & set(path.parts):
                yield from _in_code(path)
    for path in sorted((BASE_DIR / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield from _in_template(path)


def _in_code(path: Path) -> Iterator[Found]:
    place = str(path.relative_to(BASE_DIR))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (words := _words_of(node)):
            yield Found(words, place, _context_of(node))


def _words_of(call: ast.Call) -> Words | None:
    name = _name_of(call)
    at = MANY.get(name) or ((ONE[name],) if name in ONE else ())
    texts = [_literal(call.args[index]) for index in at if index < len(call.args)]
    if not texts or None in texts or len(texts) < len(at):
        return None
    words = tuple(str(text) for text in texts)
    return words[0] if len(words) == 1 else (words[0], words[1])


def _context_of(call: ast.Call) -> str | None:
    return _literal(call.args[0]) if _name_of(call) == "pgettext" else None


def _name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""  # a method of that name is something else


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _in_template(path: Path) -> Iterator[Found]:
    place = str(path.relative_to(BASE_DIR))
    for call in TEMPLATE_CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
        args = ast.literal_eval(f"({call['args'].rstrip().rstrip(',')},)")
        context = str(args[0]) if call["call"] in {"pgettext", "npgettext"} else None
        words = args[1:] if context else args
        yield Found((words[0], words[1]) if call["call"].startswith("n") else words[0], place, context)


def collected() -> Catalog:
    """Return a catalogue of all the words, without translations, by the place that uses them first."""
    catalogue = Catalog(domain="django", charset="utf-8")
    for one in found():
        catalogue.add(one.words, locations=[(one.place, 0)], context=one.context)
    return catalogue


def update(language: str) -> None:
    """Bring the catalogue of ``language`` up to date: new words without a translation, no words that nobody says."""
    catalogue = _read(path_of(language))
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    text = BytesIO()
    write_po(text, catalogue, sort_output=True, omit_header=True, include_lineno=False, width=118)
    header = HEADER.format(language=language, plural_forms=catalogue.plural_forms)
    path_of(language).write_text(header + text.getvalue().decode(), encoding="utf-8")


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def compile_stale() -> None:
    """Compile each catalogue that is newer than what was compiled from it."""
    for language in languages():
        source = path_of(language)
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            compile_one(source, compiled)


def compile_one(source: Path, compiled: Path) -> None:
    unfinished = compiled.with_suffix(".part")
    with unfinished.open("wb") as file:
        write_mo(file, _read(source))
    unfinished.replace(compiled)  # readers see the old one or the new one, whole


def problems(language: str) -> Problems:
    """Compare the catalogue of ``language`` with what is said today."""
    known = {_key(each): each for each in _read(path_of(language)) if each.id}
    said = {_key(each) for each in collected() if each.id}
    return Problems(
        untranslated=_listed(key for key in said if not _is_translated(known.get(key))),
        left_over=_listed(key for key in known if key not in said),
        misfilled=_listed(key for key in said & known.keys() if _is_misfilled(known[key])),
    )


def _key(message: Message) -> tuple[Words, str | None]:
    return _words(message.id), message.context


def _words(words: str | Sequence[str] | None) -> Words:
    """Return words as Babel keeps them, in a form that can be compared."""
    return words or "" if isinstance(words, str | None) else tuple(words)


def _listed(keys: Iterable[tuple[Words, str | None]]) -> tuple[str, ...]:
    return tuple(sorted(" / ".join(_forms(words)) for words, _ in keys))


def _is_translated(message: Message | None) -> bool:
    return message is not None and all(_forms(_words(message.string))) and not message.fuzzy


def _is_misfilled(message: Message) -> bool:
    """Tell whether a translation names other facts than the words it translates."""
    if not message.string:
        return False
    known = {name for words in _forms(_words(message.id)) for name in _names(words)}
    return any(set(_names(words)) - known for words in _forms(_words(message.string)))


def _forms(words: Words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _names(words: str) -> Iterator[str]:
    yield from re.findall(r"%\((\w+)\)s", words)
    if "{" in words:
        yield from (name for _, name, _, _ in Formatter().parse(words) if name)
