"""What is written is what Django would write."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string

from reminders.domain.kinds import Kind
from reminders.operations import compiled
from reminders.reports.dates import DateSection
from reminders.reports.sections import Line

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates/reminders/email").glob("*"))
NAMES = ("mail", "section", "line", "sheet", "way", "words", "href", "main")
LINE = Line(
    id=5,
    label="A-1.2",
    deliverable="Deck <b>& more</b>",
    done_when="It's done",
    team="Product",
    for_team="Sales",
    due_on=date(2027, 3, 15),
    moves=2,
    standing="on_track",
    standing_on=date(2027, 3, 1),
    is_sealed=False,
    is_owner=True,
    other="Lena (Sales)",
)
SECTION = DateSection(
    kind=Kind.DUE_SOON,
    headline="Due",
    path="/agreements/1/",
    today=date(2027, 3, 8),
    answer_url="https://holdfast.example/c/abc/",
    line=LINE,
    days_left=7,
)


@dataclass(frozen=True)
class Mail:
    sections: tuple[DateSection, ...]
    subject: str = "Due <soon>"
    reader: str = "Dana"
    reasons: tuple[str, ...] = ("you own it", "you asked")
    base_url: str = "https://holdfast.example"
    settings_url: str = "https://holdfast.example/settings/mail/"
    stop_url: str = ""


@pytest.mark.parametrize("name", ["letter.txt", "letter.html"])
@pytest.mark.parametrize(
    "sections",
    [
        (SECTION,),
        (SECTION, replace(SECTION, days_left=1), replace(SECTION, kind=Kind.PAST_DATE)),
        (replace(SECTION, line=replace(LINE, moves=0, standing=None, is_owner=False)),),
        (replace(SECTION, line=replace(LINE, is_sealed=True)),),
    ],
)
def test_a_letter_is_the_same(name: str, sections: tuple[DateSection, ...]) -> None:
    template, mail = f"reminders/email/{name}", Mail(sections)

    assert compiled.render(template, mail=mail) == render_to_string(template, {"mail": mail})


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("{{ a }} {{ a|upper }} {{ b.0.c }}", {"a": "<i>", "b": [SimpleNamespace(c=1)]}),
        ("{% if a and not b or c == 2 %}x{% elif a %}y{% else %}z{% endif %}", {"a": 1, "b": 0, "c": 3}),
        ("{% if a in b %}x{% endif %}{% if a > 2 %}y{% endif %}", {"a": 3, "b": [3]}),
        (
            "{% for a, b in c %}{{ forloop.counter }}{{ a }}{{ b }}{% if not forloop.last %},{% endif %}{% endfor %}",
            {"c": [(1, 2), (3, 4)]},
        ),
        ("{% for a in b %}{{ a }}{% empty %}none{% endfor %}", {"b": []}),
        ("{% autoescape off %}{{ a }}{% endautoescape %}{{ a|linebreaksbr }}{{ b|join:a }}", {"a": "<\n>", "b": ["<"]}),
        ("{{ a|date:'j F Y' }} {{ b|pluralize }} {{ b }}", {"a": date(2027, 3, 1), "b": 1200}),
    ],
)
def test_each_part_of_the_language_means_what_it_means(source: str, values: dict[str, object]) -> None:
    template: Any = engines["django"].from_string(source)
    pieces: list[str] = []
    compiled.compile_nodes(template.template.nodelist, tuple(values), is_escaped=True)(pieces.append, *values.values())

    assert "".join(pieces) == template.render(dict(values))


@pytest.mark.parametrize("source", ["{% now 'Y' %}", "{{ nobody }}", "{% for a in b reversed %}{% endfor %}"])
def test_what_is_unknown_is_left_to_django(source: str) -> None:
    template: Any = engines["django"].from_string(source)

    with pytest.raises(compiled.UnknownPartError):
        compiled.compile_nodes(template.template.nodelist, ("b",), is_escaped=True)


def test_a_value_that_is_not_there_is_left_to_django() -> None:
    mail = SimpleNamespace(sections=(), reader="Dana")
    template = "reminders/email/letter.txt"

    assert compiled.render(template, mail=mail) == render_to_string(template, {"mail": mail})


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_of_a_mail_needs_django(path: Path) -> None:
    template: Any = engines["django"].get_template(f"reminders/email/{path.name}")
    nodes = template.template.nodelist

    assert callable(compiled.compile_nodes(nodes, NAMES, is_escaped=path.suffix == ".html"))
