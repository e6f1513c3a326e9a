"""Which operations of an app people call, and which its pages and its API reach."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType


def acts_of_people(operations: ModuleType) -> Iterator[str]:
    """The names of the operations that take an actor."""
    for module in pkgutil.walk_packages(operations.__path__, f"{operations.__name__}."):
        for name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            is_act = found.__module__ == module.name and not name.startswith("_")
            if is_act and list(inspect.signature(found).parameters)[:2] == ["actor", "at"]:
                yield name


def called_in(package: ModuleType, *, of: ModuleType) -> set[str]:
    """The names that the modules of ``package`` import from the operations ``of``."""
    (folder,) = package.__path__
    trees = [ast.parse(path.read_text()) for path in Path(folder).glob("*.py")]
    imports = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.name for node in imports if (node.module or "").startswith(of.__name__) for name in node.names}
