import re
from pathlib import Path

import pytest

from agreements.domain.drift.registry import RULES, AnyRule

PAGE = Path(__file__).parents[4] / "docs" / "drift.md"
ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)


def test_the_page_lists_each_rule_once_and_no_other() -> None:
    assert sorted(ROW.findall(PAGE.read_text())) == sorted({rule.code for rule in RULES})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.subject}-{rule.code}")
def test_the_page_says_what_a_rule_stands_on(rule: AnyRule) -> None:
    (row,) = (row for row in PAGE.read_text().splitlines() if row.startswith(f"| `{rule.code}` |"))
    assert rule.subject in row
