from dataclasses import replace

import pytest

from agreements.domain.capture import Setting, lacking, read_line
from tests.agreements.domain.capture.acme import ACME, TODAY

DRAFTS = replace(ACME, agreements=tuple(replace(one, is_draft=True) for one in ACME.agreements))


@pytest.mark.parametrize(
    ("text", "in_force", "in_a_draft"),
    [
        ("@lena to send it by Friday #40", [], []),
        ("send it #40", ["owner", "due_on"], ["team", "for_team"]),
        ("@dana to send it #40", ["owner", "due_on"], ["team", "for_team"]),
        ("send it #31", ["owner", "due_on", "for_team"], ["team", "for_team"]),
        ("@lena to send it #31", ["due_on", "for_team"], ["for_team"]),
        ("send it for Product launch #40", ["owner", "due_on", "for_team"], ["team", "for_team"]),
        ("send it", ["owner", "due_on", "agreement"], ["owner", "due_on", "agreement"]),
        ("@lena #40", ["deliverable", "due_on"], ["deliverable"]),
    ],
)
def test_what_a_line_lacks(text: str, in_force: list[str], in_a_draft: list[str]) -> None:
    lacks = [list(lacking(read_line(text, Setting(TODAY, known)), known)) for known in (ACME, DRAFTS)]

    assert [sorted(each) for each in lacks] == [sorted(in_force), sorted(in_a_draft)]
