from pathlib import Path

import pytest

from agreements.domain.drift.registry import RULES, AnyRule

PAGE = Path(__file__).parents[4] / "docs" / "drift.md"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.subject}-{rule.code}")
def test_the_page_lists_every_rule(rule: AnyRule) -> None:
    rows = [row for row in PAGE.read_text().splitlines() if row.startswith(f"| `{rule.code}` |")]
    assert len(rows) == 1
    assert rule.subject in rows[0]
