"""The table of promises in docs/operating.md names tests that are there; a row without one says "not yet"."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = "## Promises and their tests"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> list[tuple[str, str]]:
    """Each promise, and what stands beside it as its tests."""
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    part = text.split(f"{TABLE}\n")[1].split("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return [(one[0], one[1]) for one in cells if one[0] not in {"promise", "---"}]


def names_of(path: Path) -> set[str]:
    """The names of the tests of a module, those in its classes too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_test_that_is_named_is_there() -> None:
    named = {pair for _, shown_by in rows() for pair in NAMED.findall(shown_by)}
    known = {path: names_of(ROOT / path) if (ROOT / path).exists() else set() for path, _ in named}

    assert len(named) > 50  # the search still finds them
    assert sorted(f"{path}::{name}" for path, name in named if name not in known[path]) == []


def test_every_promise_has_its_test_or_says_that_it_has_none() -> None:
    assert [promise for promise, shown_by in rows() if not NAMED.search(shown_by) and "not yet" not in shown_by] == []


def test_no_promise_stands_there_twice() -> None:
    promises = [promise for promise, _ in rows()]

    assert len(set(promises)) == len(promises)
