"""What is collected as words, and what is said of a catalogue that lacks some."""

from pathlib import Path

import pytest

from config import catalogues
from config.catalogues import Found

CODE = '''
from teams.domain.language import noted, say, say_many

WORDS = {"a": noted("Kept")}


def sentence(count, talker):
    """say("not this: it is a docstring")"""
    talker.say("not this: a method of somebody else")
    say(WORDS["a"])
    say_many(count, "{count} day", "{count} days")
    return say("Due on {day}", day=1)
'''
PAGE = """
{% load i18n %}<h1>{% translate "Agreements" %}</h1>
{% blocktranslate count number=rows|length trimmed %}
    {{ number }} row
{% plural %}
    {{ number }} rows
{% endblocktranslate %}
<a>{% translate "Open" context "verb" %}</a>
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catalogues, "BASE_DIR", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    (tmp_path / "teams").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "locale" / "de" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "teams" / "words.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    catalogues.path_of("de").write_text(
        catalogues.HEADER.format(language="de", plural_forms="nplurals=2; plural=(n != 1);")
    )
    return tmp_path


def test_words_of_code_and_templates_are_collected(tree: Path) -> None:
    assert {(one.words, one.context) for one in catalogues.found()} == {
        ("Kept", None),
        (("{count} day", "{count} days"), None),
        ("Due on {day}", None),
        ("Agreements", None),
        (("%(number)s row", "%(number)s rows"), None),
        ("Open", "verb"),
    }


def test_a_new_word_is_untranslated_until_it_is_translated(tree: Path) -> None:
    catalogues.update("de")

    assert catalogues.problems("de").untranslated == (
        "%(number)s row / %(number)s rows",
        "Agreements",
        "Due on {day}",
        "Kept",
        "Open",
        "{count} day / {count} days",
    )
    translate(tree, "Kept", "Gehalten")
    assert "Kept" not in catalogues.problems("de").untranslated


def test_a_word_that_is_said_no_more_is_left_over_and_goes(tree: Path) -> None:
    catalogues.update("de")
    (tree / "templates" / "page.html").write_text("nothing")

    assert catalogues.problems("de").left_over == ("%(number)s row / %(number)s rows", "Agreements", "Open")
    catalogues.update("de")
    assert catalogues.problems("de").left_over == ()


def test_a_translation_that_names_an_unknown_fact_is_told(tree: Path) -> None:
    catalogues.update("de")
    translate(tree, "Due on {day}", "Fällig am {date}")

    assert catalogues.problems("de").misfilled == ("Due on {day}",)


def test_where_words_come_from_is_kept(tree: Path) -> None:
    assert Found("Agreements", "templates/page.html") in set(catalogues.found())


def test_what_was_compiled_is_made_anew_when_the_catalogue_changes(tree: Path) -> None:
    catalogues.update("de")
    catalogues.compile_stale()
    compiled = catalogues.path_of("de").with_suffix(".mo")
    first = compiled.read_bytes()
    translate(tree, "Kept", "Gehalten")

    catalogues.compile_stale()

    assert (b"Gehalten" in first, b"Gehalten" in compiled.read_bytes()) == (False, True)


def translate(tree: Path, words: str, translation: str) -> None:
    path = catalogues.path_of("de")
    text = path.read_text()
    path.write_text(text.replace(f'msgid "{words}"\nmsgstr ""', f'msgid "{words}"\nmsgstr "{translation}"'))
