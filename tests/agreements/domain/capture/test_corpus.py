from typing import Any

import pytest

from tests.agreements.domain.capture.corpus import LINES, as_written, capture


@pytest.mark.parametrize("line", LINES, ids=[f"{place}: {line['text'][:50]}" for place, line in enumerate(LINES)])
def test_a_line_comes_to_its_parts(line: dict[str, Any]) -> None:
    expected = {name: value for name, value in line.items() if name not in {"text", "here"}}

    assert as_written(capture(line["text"], here=line.get("here"))) == expected


def test_the_corpus_is_large_enough() -> None:
    assert len(LINES) >= 120
