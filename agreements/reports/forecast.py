"""What ways of making a change would do, before any of it is sent: the chain of each, and the notice it would have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.amendments import is_early, notice
from agreements.domain.ripple import Effect, Graph, RippleLine, ripple
from agreements.models import Agreement
from agreements.reports.chain import Chain, Facets, chain_of
from agreements.reports.ripple import graph_of, rows
from teams.domain.calendar import WorkingCalendar, local_date, zone
from teams.models import Person
from teams.reports.calendar import working_calendar

type Asked = Mapping[int, date | None]  # the new due date of each commitment that is asked for; None to drop it


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one way would do."""

    chain: Chain
    notice: str
    is_early: bool


def forecasts(ways: Sequence[Asked], *, agreement: Agreement, viewer: Person, at: datetime) -> tuple[Forecast, ...]:
    """Work each of ``ways`` out as it would be asked for at ``at``. As many queries for three as for one."""
    calendar = working_calendar()
    lines = lines_of(ways, calendar=calendar)
    today = local_date(at, zone=zone(viewer.time_zone))
    asked_on = local_date(at, zone=zone(agreement.time_zone))
    return tuple(
        _forecast(chain, found, asked_on, agreement.notice_days, calendar)
        for chain, found in zip(chains(lines, viewer=viewer, today=today), lines, strict=True)
    )


def lines_of(ways: Sequence[Asked], *, calendar: WorkingCalendar) -> list[tuple[RippleLine, ...]]:
    """The ripple of each way, over one reading of the graph. Four queries, none where nothing is asked."""
    about = {commitment for asked in ways for commitment in asked}
    graph = graph_of(about) if about else Graph(())
    return [ripple(graph, asked=asked, calendar=calendar) for asked in ways]


def chains(
    lines: Sequence[Sequence[RippleLine]], *, viewer: Person, today: date, facets: Sequence[Facets] = ()
) -> list[Chain]:
    """The chain of each way in ``viewer``'s sight. Four queries for all of them."""
    seen = iter(rows(lines=[line for found in lines for line in found], viewer=viewer))
    said = [*facets, *({} for _ in lines[len(facets) :])]
    return [
        chain_of([next(seen) for _ in found], viewer=viewer, today=today, facets=facets_of_way)
        for found, facets_of_way in zip(lines, said, strict=True)
    ]


def notice_sentence(days: int | None, *, notice_days: int) -> str:
    """Say how early a change is asked, ``days`` being its working days of notice."""
    if days is None:
        return "It touches no date, so it counts as asked early."
    amount = f"{days} working day{'' if days == 1 else 's'} before the first date it touches"
    if is_early(days, notice_days=notice_days):
        return f"Asked early: {amount}."
    return f"Asked at short notice: {amount}; this agreement asks for {notice_days}."


def _forecast(
    chain: Chain, lines: Iterable[RippleLine], asked_on: date, notice_days: int, calendar: WorkingCalendar
) -> Forecast:
    due = [line.was for line in lines if line.effect in {Effect.CHANGED, Effect.DROPPED}]
    days = notice(asked_on, due=due, calendar=calendar)
    return Forecast(chain, notice_sentence(days, notice_days=notice_days), is_early(days, notice_days=notice_days))
