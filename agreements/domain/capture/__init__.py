"""One line, such as "@dana to deliver API spec for Sales by 15 March", read into the parts of a commitment."""

from agreements.domain.capture.directory import (
    Directory,
    KnownAgreement,
    KnownMetric,
    KnownPerson,
    KnownTeam,
    Setting,
)
from agreements.domain.capture.lacking import lacking
from agreements.domain.capture.lines import read_line
from agreements.domain.capture.parts import Captured, Choice, Name, Part, State

__all__ = [
    "Captured",
    "Choice",
    "Directory",
    "KnownAgreement",
    "KnownMetric",
    "KnownPerson",
    "KnownTeam",
    "Name",
    "Part",
    "Setting",
    "State",
    "lacking",
    "read_line",
]
