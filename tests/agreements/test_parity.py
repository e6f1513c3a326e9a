"""Whatever one can do on a page one can do through the API, and the reverse: both call the same operations."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import agreements.api
import agreements.operations
import agreements.views

OPERATIONS = "agreements.operations"
MANY_AT_ONCE = {"record_readings": "record_reading"}  # the same act on a table of them


def test_every_operation_of_a_person_is_on_a_page_and_in_the_api() -> None:
    acts = set(acts_of_people())

    assert acts  # the search below still finds them
    assert (acts - called_in(agreements.views), acts - called_in(agreements.api)) == (set(), set())


def acts_of_people() -> Iterator[str]:
    """The names of the operations that take an actor."""
    for module in pkgutil.walk_packages(agreements.operations.__path__, f"{OPERATIONS}."):
        for name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            is_act = found.__module__ == module.name and not name.startswith("_")
            if is_act and list(inspect.signature(found).parameters)[:2] == ["actor", "at"]:
                yield MANY_AT_ONCE.get(name, name)


def called_in(package: object) -> set[str]:
    """The names that the modules of ``package`` import from the operations."""
    (folder,) = package.__path__  # type: ignore[attr-defined]  # a package has one
    trees = [ast.parse(path.read_text()) for path in Path(folder).glob("*.py")]
    imports = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.name for node in imports if (node.module or "").startswith(OPERATIONS) for name in node.names}
