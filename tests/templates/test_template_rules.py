"""What no template may hold: anything the content security policy refuses, and words the interface never says."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from agreements.templatetags.words import WORDS

ROOT = Path(__file__).parents[2] / "templates"
PAGES = sorted(path for path in ROOT.rglob("*.html") if "email" not in path.parts)
ALL = sorted([*ROOT.rglob("*.html"), *ROOT.rglob("*.txt")])

REFUSED = {
    "an inline style": r"<[^>]*\sstyle\s*=",
    "an event handler": r"<[^>]*\son[a-z]+\s*=",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "hx-on": r"\shx-on[:\s=-]",
    "a trigger filter, which needs eval": r"hx-trigger\s*=\s*[\"'][^\"']*\[",
    "a js: value": r"hx-(?:vals|headers)\s*=\s*[\"']\s*js:",
    "hx-boost": r"\shx-boost",
    "a javascript: address": r"javascript:",
    "a form target elsewhere": r"<form[^>]*\saction\s*=\s*[\"']https?:",
}
NEVER_SAID = re.compile(
    r"\b(overdue|fail(s|ed|ing|ures?)?|missed|late|violat\w+|blam\w+|compliance score|escalat\w+|delinquen\w+"
    r"|you haven.t)\b",
    re.IGNORECASE,
)
TEMPLATE_CODE = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
NOT_SHOWN = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", re.DOTALL)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def refusals(markup: str) -> list[str]:
    html = TEMPLATE_CODE.sub("", markup)
    return [name for name, pattern in REFUSED.items() if re.search(pattern, html, re.IGNORECASE)]


def words_never_said(markup: str) -> list[str]:
    attributes = re.findall(r"\b(?:aria-label|title|placeholder|alt|content)=\"([^\"]*)\"", markup)
    shown = " ".join([NOT_SHOWN.sub(" ", markup), *attributes])
    return [found.group(0) for found in NEVER_SAID.finditer(shown)]


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_holds_nothing_the_policy_refuses(path: Path) -> None:
    assert refusals(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", ALL, ids=named)
def test_a_template_says_no_word_of_reproach(path: Path) -> None:
    assert words_never_said(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_drawing_is_hidden_or_labelled(path: Path) -> None:
    drawings = re.findall(r"<svg[^>]*>", path.read_text(encoding="utf-8"))

    assert [svg for svg in drawings if "aria-hidden" not in svg and "aria-label" not in svg] == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_line_icon_is_hidden(path: Path) -> None:
    icons = re.findall(r"{% lucide [^%]*%}", path.read_text(encoding="utf-8"))

    assert [icon for icon in icons if "aria_hidden" not in icon] == []


@pytest.mark.parametrize("path", ALL, ids=named)
def test_a_template_compiles(path: Path) -> None:
    assert get_template(named(path)) is not None


def test_the_table_of_words_holds_no_reproach() -> None:
    assert [word.words for word in WORDS.values() if words_never_said(word.words)] == []


def test_components_stay_fewer_than_ten() -> None:
    assert len(list((ROOT / "components").glob("*.html"))) < 10


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<p style="color: red">', ["an inline style"]),
        ('<p {% include "a.html" with only="x" style="y" %}>', []),
        ('<a onclick="go()">', ["an event handler"]),
        ("<script>go()</script>", ["an inline script"]),
        ('<script src="/static/js/toasts.js"></script>', []),
        ('<input hx-trigger="keyup[key==1]">', ["a trigger filter, which needs eval"]),
        ('<input hx-trigger="input changed delay:800ms">', []),
        ('<p hx-on:click="go()">', ["hx-on"]),
        ("<p class=\"hx-once\" data-once=\"x\">", []),
    ],
)  # fmt: skip
def test_the_rules_bite(markup: str, found: list[str]) -> None:
    assert refusals(markup) == found


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<p>2 days overdue</p>", ["overdue"]),
        ('<p aria-label="Missed">', ["Missed"]),
        ("{% if state == 'adjusted_late' %}Later{% endif %}", []),
        ("<p>{{ late }} latest template</p>", []),
    ],
)
def test_the_words_bite(markup: str, found: list[str]) -> None:
    assert words_never_said(markup) == found
