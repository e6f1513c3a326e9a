"""How measurements are shown: a line while they run, a page at the end."""

from collections.abc import Sequence

from tests.bench.measure import Comparison
from tests.bench.seed import AGREEMENTS, COMMITMENTS, PEOPLE, TEAMS

PAGE = f"""# Performance

```
make bench
```

measures each workload beside its floor, the least that the same answer can cost: raw SQL and `orjson`, no rights, no
words, no sealed history (`tests/bench/floors.py`). Both run in the same alternating rounds against the same database,
so that a busy machine slows both: **the ratio counts**, not the milliseconds. Figures are medians a call; CPU is that
of the Python process and its database process together.

The data: {TEAMS} teams, {PEOPLE:,} people, {AGREEMENTS:,} agreements in force with {COMMITMENTS:,} open commitments,
written set-based and committed to a throwaway database (fsync off). Pages and API answers go through the whole of
Django by its test client, without a server. Nothing here passes or fails on time; the numbers of queries are held by
the tests of each page.

A room of thirty people, each asking every three seconds whether anything has changed, is ten polls a second: the CPU
milliseconds of one poll are the per cent of one core that the room takes, at most 10.

| workload | CPU ms | floor | ratio | wall ms | floor | ratio |
| --- | --- | --- | --- | --- | --- | --- |
"""


def in_words(comparison: Comparison) -> str:
    work, floor = comparison.workload, comparison.floor
    return (
        f"{comparison.name:<46} CPU {work.cpu:8.2f} / {floor.cpu:7.2f} ms = {comparison.cpu_ratio:5.1f}"
        f"   wall {work.wall:8.2f} / {floor.wall:7.2f} ms = {comparison.wall_ratio:5.1f}"
    )


def in_markdown(comparisons: Sequence[Comparison]) -> str:
    return PAGE + "".join(f"{_row(comparison)}\n" for comparison in comparisons)


def _row(comparison: Comparison) -> str:
    work, floor = comparison.workload, comparison.floor
    return (
        f"| {comparison.name} | {work.cpu:.2f} | {floor.cpu:.2f} | {comparison.cpu_ratio:.1f}"
        f" | {work.wall:.2f} | {floor.wall:.2f} | {comparison.wall_ratio:.1f} |"
    )
