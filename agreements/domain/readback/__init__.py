"""What somebody heard, laid beside the terms by rules that anybody can read."""

from agreements.domain.readback.days import DayMonth
from agreements.domain.readback.findings import Field, Finding, Said
from agreements.domain.readback.lines import read_back
from agreements.domain.readback.mentions import Kind, Mention
from agreements.domain.readback.recorded import Line, Named, Recorded, recorded
from agreements.domain.readback.sentences import in_words
from agreements.domain.readback.underlines import Piece, underlines
from agreements.domain.readback.verdicts import TO_SETTLE, Verdict
from agreements.domain.terms import line_hash

__all__ = [
    "TO_SETTLE",
    "DayMonth",
    "Field",
    "Finding",
    "Kind",
    "Line",
    "Mention",
    "Named",
    "Piece",
    "Recorded",
    "Said",
    "Verdict",
    "in_words",
    "line_hash",
    "read_back",
    "recorded",
    "underlines",
]
