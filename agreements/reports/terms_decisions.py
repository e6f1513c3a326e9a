"""What terms on their way into force ask of one person, as rows of the home page: one for each agreement and act."""

from dataclasses import dataclass
from datetime import datetime

from agreements.models import Version
from agreements.reports.decisions import open_versions, to_answer, to_decide, to_read_back, to_settle, to_sign
from teams.domain.calendar import end_of_day, zone
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for the reader: ``act`` is the words of its button, which leads to ``address``."""

    mark: str
    words: str
    title: str
    parties: tuple[str, ...]
    since: datetime
    act: str
    address: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The words of one kind of row and their mark, and where under the agreement its button leads."""

    mark: str
    words: str
    act: str
    under: str


READ_BACK = Ask("not_written", "Read back", "Say it back", "readback/mine/")
ANSWER = Ask("written", "Confirm", "Read them", "readback/")
SETTLE = Ask("differs", "Settle", "See them", "readback/")
SIGN = Ask("readback", "Sign", "Read and sign", "signature/")
DECIDE = Ask("unclear", "Decide", "Decide", "readback/")


def about_terms(viewer: Person, *, at: datetime) -> list[Decision]:
    """The rows of ``viewer`` at ``at``, in no order. A fixed number of queries."""
    asks: dict[Ask, set[int]] = {
        READ_BACK: set(to_read_back(viewer).values_list("pk", flat=True)),
        ANSWER: set(to_answer(viewer).values_list("agreement", flat=True)),
        SETTLE: set(to_settle(viewer).values_list("readback__agreement", flat=True)),
        SIGN: set(to_sign(viewer).values_list("pk", flat=True)),
        DECIDE: {version.agreement_id for version in to_decide(viewer, at=at)},
    }
    versions = open_versions().filter(agreement__in=set().union(*asks.values())).select_related("agreement")
    found = {version.agreement_id: version for version in versions.prefetch_related("agreement__parties__team")}
    return [
        _row(ask, found[agreement])
        for ask, agreements in asks.items()
        for agreement in sorted(agreements & found.keys())
    ]


def _row(ask: Ask, version: Version) -> Decision:
    agreement = version.agreement
    window_ends = end_of_day(version.answer_by, zone=zone(agreement.time_zone))
    return Decision(
        mark=ask.mark,
        words=ask.words,
        title=agreement.title,
        parties=tuple(party.team.name for party in agreement.parties.all()),
        since=window_ends if ask == DECIDE else version.proposed_at,
        act=ask.act,
        address=f"/agreements/{agreement.slug}/{ask.under}",
    )
