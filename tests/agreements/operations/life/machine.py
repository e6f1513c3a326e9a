"""Lives at random: each step does the same to the rows and to the model, and both have to say the same of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, ClassVar

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from agreements.operations.amendments.expiry import expire_amendments
from agreements.operations.lapses import lapse_commitments
from teams.domain.errors import RefusalError
from tests.agreements.operations.life.changes import Changing
from tests.agreements.operations.life.stage import Stage, told
from tests.agreements.operations.life.world import PEOPLE, Promise, RefusedError

BEGIN = datetime(2027, 3, 1, 9, tzinfo=UTC)
DEALS = ("launch", "campaign")
ALLOWED = "allowed"
PROMISES = ("feature", "page", "mailing", "survey")
OF_PARTIES = PEOPLE[:-1]

people = st.sampled_from((*OF_PARTIES, *OF_PARTIES, *PEOPLE))
deals, promises = st.sampled_from(DEALS), st.sampled_from(PROMISES)
first_dates = st.dates(date(2027, 3, 3), date(2027, 3, 20))
dates = st.dates(date(2027, 2, 26), date(2027, 4, 10))
lags = st.integers(0, 3)


class Life(RuleBasedStateMachine):
    """Rows and model start alike, in a transaction that is taken back at the end."""

    there: ClassVar[Stage]  # the people and teams that each example begins with
    drafts: ClassVar[tuple[str, ...]] = ()  # which agreements begin as drafts

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.stage = Stage(self.there.people, self.there.teams)
        self.model = Changing(BEGIN.date(), [])

    def teardown(self) -> None:
        try:
            connection.check_constraints()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @property
    def at(self) -> datetime:
        return datetime.combine(self.model.today, BEGIN.timetz())

    @initialize(days=st.tuples(*[first_dates] * 4), lags=st.tuples(lags, lags), data=st.data())
    def begin(self, days: Sequence[date], lags: tuple[int, int], data: st.DataObject) -> None:
        by_product = partial(Promise, team="Product", for_team="Sales", owner="dana", accepted_by="tomas")
        by_sales = partial(Promise, team="Sales", for_team="Product", owner="lena", accepted_by="maya")
        self.model = Changing(
            BEGIN.date(),
            [
                by_product("feature", "launch", 1, due_on=days[0]),
                by_sales("page", "launch", 2, due_on=days[1], waits_on=("feature", lags[0])),
                by_sales("mailing", "campaign", 1, due_on=days[2], waits_on=("page", lags[1])),
                by_product("survey", "campaign", 2, due_on=days[3]),
            ],
        )
        for name in {*DEALS} - {*self.drafts}:
            self.model.bring_into_force(name)
        self.stage.build(self.model)
        self.prelude(data)

    def prelude(self, data: st.DataObject) -> None:
        """What has happened before the first step."""

    @invariant()
    def rows_and_model_say_the_same(self) -> None:
        stored, expected = self.stage.stored(), told(self.model, self.stage.people)
        differing = [name for name in {**stored, **expected} if stored.get(name) != expected.get(name)]
        assert not differing, "\n".join(f"{name}: {stored.get(name)}, not {expected.get(name)}" for name in differing)

    @rule(days=st.integers(1, 5))
    def days_pass(self, days: int) -> None:
        self.model.pass_days(days)
        expire_amendments(at=self.at)
        lapse_commitments(at=self.at)

    @contextmanager
    def both(self, expected: Callable[[], object]) -> Iterator[None]:
        """Do the same to the rows, and expect that it is refused, by the same rule, when the model refuses it."""
        code, refused_with = ALLOWED, ALLOWED
        try:
            expected()
        except RefusedError as refused:
            code = str(refused)
        try:
            yield
        except RefusalError as refusal:
            refused_with = refusal.code
        assert refused_with == code, f"{refused_with}, where the model says {code}"

    def by(self, person: str) -> Mapping[str, Any]:
        return {"actor": self.stage.people[person], "at": self.at}

    def drawn(self, data: st.DataObject, likely: Iterable[str], of: Sequence[str] = PEOPLE) -> str:
        """One of what is `likely` to be allowed in most cases, or any `of` what there is."""
        return data.draw(st.sampled_from([*sorted(likely) * 8, *of]))

    def promise(self, data: st.DataObject, *states: str) -> Promise:
        """One in force, rather one of these states."""
        names = [one.name for one in self.model.promises.values() if one.state in states]
        return self.model.promises[self.drawn(data, names, of=PROMISES)]

    def some_deal_is(self, state: str) -> bool:
        return any(deal.state == state for deal in self.model.deals.values())
