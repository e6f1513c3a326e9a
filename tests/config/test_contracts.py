"""Each import contract bites: in a copy of the source one violation of each is planted, and each is found broken."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "reminders", "agreements", "teams")

# contract -> file of the copy, line that breaks it
VIOLATIONS = {
    "apps": ("teams/views/base.py", "import agreements.models"),
    "teams-floors": ("teams/models/people.py", "import teams.operations.people"),
    "agreements-floors": ("agreements/models/flags.py", "import agreements.reports.home"),
    "reminders-floors": ("reminders/models/tokens.py", "import reminders.tasks"),
    "domain": ("agreements/domain/states.py", "import django.db.models"),
    "celery": ("reminders/operations/plan.py", "import celery"),
    "drf": ("agreements/operations/signatures.py", "import rest_framework.serializers"),
    "siblings": ("agreements/domain/states.py", "import agreements.domain.agreements"),
    "clock": ("agreements/operations/proposals.py", "import teams.clock"),
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    copy = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for path, line in VIOLATIONS.values():
        place = copy / path
        place.write_text(f"{place.read_text()}\n{line}\n")
    return lint_imports(copy)


def lint_imports(folder: Path) -> str:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_violation_breaks_its_contract(report: str, contract: str) -> None:
    assert f"{names()[contract]} BROKEN" in report


def test_every_contract_is_tried() -> None:
    assert set(names()) == set(VIOLATIONS)


def test_the_tree_keeps_them_all() -> None:
    assert f"Contracts: {len(VIOLATIONS)} kept, 0 broken." in lint_imports(ROOT)


def names() -> dict[str, str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract["name"] for contract in contracts}
