"""A text cut into pieces, so that a page can underline what was found."""

from dataclasses import dataclass
from itertools import pairwise

from agreements.domain.readback.findings import Finding
from agreements.domain.readback.verdicts import Verdict

# Where findings overlap, the one that asks for most shows.
STRONGEST_FIRST = (Verdict.DIFFERS, Verdict.UNCLEAR, Verdict.NOT_IN_TERMS, Verdict.SAME)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text with the verdict that underlines it, or None."""

    text: str
    verdict: Verdict | None


def underlines(text: str, findings: tuple[Finding, ...]) -> tuple[Piece, ...]:
    """Return the pieces of `text` in order; joined they are the text."""
    spans = [(start, end, finding.verdict) for finding in findings for start, end in finding.spans]
    cuts = sorted({0, len(text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    return tuple(Piece(text[start:end], _verdict_at(start, spans)) for start, end in pairwise(cuts))


def _verdict_at(at: int, spans: list[tuple[int, int, Verdict]]) -> Verdict | None:
    here = {verdict for start, end, verdict in spans if start <= at < end}
    return next((verdict for verdict in STRONGEST_FIRST if verdict in here), None)
