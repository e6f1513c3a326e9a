"""How the style sheets and scripts hang together: every sheet linked, layered, and drawing on the tokens."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "email" not in path.parts)
HEAD = (ROOT / "templates/components/head.html").read_text(encoding="utf-8")
OWN_LAYER = {name: name for name in ("tokens", "base", "layout", "utilities", "print")}
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|color)\(", re.IGNORECASE)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_head_links_every_sheet_once_and_the_layers_first() -> None:
    linked = re.findall(r"'css/([\w-]+\.css)'", HEAD)

    assert (sorted(linked), linked[0]) == ([path.name for path in SHEETS], "layers.css")


def test_the_head_loads_every_script_once() -> None:
    assert sorted(re.findall(r"'js/([\w-]+\.js)'", HEAD)) == [path.name for path in SCRIPTS]


def test_own_scripts_stay_under_six_kilobytes_as_sent() -> None:
    assert sum(len(gzip.compress(text(path).encode(), mtime=0)) for path in SCRIPTS) <= 6 * 1024


@pytest.mark.parametrize("path", [path for path in SHEETS if path.stem != "layers"], ids=lambda path: path.stem)
def test_a_sheet_fills_its_layer_only(path: Path) -> None:
    assert re.findall(r"@layer ([^;{]*\w)", text(path)) == [OWN_LAYER.get(path.stem, "components")]


@pytest.mark.parametrize(
    "path", [path for path in SHEETS if path.stem not in {"tokens", "person"}], ids=lambda path: path.stem
)
def test_colours_are_written_in_the_tokens_alone(path: Path) -> None:
    assert COLOUR.findall(text(path)) == []


def test_every_token_in_use_is_defined() -> None:
    sheets = "".join(text(path) for path in SHEETS)
    defined = set(re.findall(r"(--[\w-]+):", sheets))

    assert set(re.findall(r"var\((--[\w-]+)\)", sheets)) - defined == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_class_in_a_template_is_in_a_sheet(path: Path) -> None:
    known = set(re.findall(r"\.([a-z][\w-]*)", "".join(text(sheet) for sheet in SHEETS)))
    written = re.sub(r"{[%{].*?[%}]}", " \0 ", text(path))
    used = {name for value in re.findall(r"\bclass=\"([^\"]*)\"", written) for name in value.split()}

    assert {name for name in used if re.fullmatch(r"[a-z][\w-]*[a-z0-9]", name)} - known == set()
