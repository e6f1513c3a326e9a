"""How measurements are shown: a line while they run, and a row of a page that keeps those of earlier runs."""

from tests.bench.measure import Comparison

HEAD = "| workload | commitments | CPU ms | floor | ratio | wall ms | floor | ratio |"


def in_words(comparison: Comparison) -> str:
    work, floor = comparison.workload, comparison.floor
    return (
        f"{comparison.name:<46} CPU {work.cpu:8.2f} / {floor.cpu:7.2f} ms = {comparison.cpu_ratio:5.1f}"
        f"   wall {work.wall:8.2f} / {floor.wall:7.2f} ms = {comparison.wall_ratio:5.1f}"
    )


def keep(comparison: Comparison, *, page: str) -> str:
    """Return ``page`` with the row of this workload new, and all others as they were."""
    before, rule, rows = page.partition(f"{HEAD}\n| --- | --- | --- | --- | --- | --- | --- | --- |\n")
    kept = {row.split("|")[1].strip(): row for row in rows.splitlines()}
    kept[comparison.name] = _row(comparison)
    return before + rule + "".join(f"{row}\n" for row in kept.values())


def _row(comparison: Comparison) -> str:
    work, floor = comparison.workload, comparison.floor
    return (
        f"| {comparison.name} | {comparison.of} | {work.cpu:.2f} | {floor.cpu:.2f} | {comparison.cpu_ratio:.1f}"
        f" | {work.wall:.2f} | {floor.wall:.2f} | {comparison.wall_ratio:.1f} |"
    )
