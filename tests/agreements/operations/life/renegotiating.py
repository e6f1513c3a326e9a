"""Steps that change what is in force: somebody asks, all whom it affects answer, and the clock does not wait."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from agreements.domain.amendments import Answer, ChangeKind
from agreements.models import Alternative, Amendment
from agreements.operations.amendments.answers import StaleAlternativeError, answer
from agreements.operations.amendments.asking import ask_for_change
from agreements.operations.amendments.closing import withdraw_amendment
from agreements.operations.amendments.conflicts import resolve_conflicts
from agreements.operations.amendments.drafts import AlternativeDraft, AmendmentDraft, AnswerDraft, ChangeDraft
from agreements.operations.amendments.expiry import reopen_amendment
from agreements.reports.standing import changes_in
from tests.agreements.operations.life.changes import Wish
from tests.agreements.operations.life.machine import OF_PARTIES, Life, deals, people
from tests.agreements.operations.life.world import Change, Way

FIELDS = (("due_on",), ("due_on",), ("due_on",), ("owner",), ("due_on", "owner"), ("state",))
OURS: Literal["ours"] = "ours"
THEIRS: Literal["theirs"] = "theirs"


class Renegotiating(Life):
    def prelude(self, data: st.DataObject) -> None:
        """Where both are in force, there is something to answer."""
        if all(deal.state == "active" for deal in self.model.deals.values()):
            for _ in range(data.draw(st.integers(1, 2))):
                self.ask(data)

    @precondition(lambda self: self.some_deal_is("active"))
    @rule(data=st.data())
    def somebody_asks(self, data: st.DataObject) -> None:
        self.ask(data)

    @precondition(lambda self: self.some_deal_is("active"))
    @rule(data=st.data())
    def somebody_else_asks(self, data: st.DataObject) -> None:
        self.ask(data)

    def ask(self, data: st.DataObject) -> None:
        deal, person = data.draw(deals), data.draw(people)
        ways = [self.wish(data) for _ in range(data.draw(st.integers(1, 2)))]
        with self.both(lambda: self.model.ask(deal, person, ways)):
            draft = AmendmentDraft(reason="It takes longer.", alternatives=tuple(map(self.drafted, ways)))
            ask_for_change(agreement=self.stage.agreements[deal], draft=draft, **self.by(person))

    @precondition(lambda self: self.model.changes)
    @rule(data=st.data())
    def accept_what_was_written(self, data: st.DataObject) -> None:
        (change, way), row = self.one_way(data)
        person = self.drawn(data, self.waiting(way))
        with self.both(lambda: self.model.answer(change, way, person, "accept")):
            answer(alternative=row, draft=AnswerDraft(answer=Answer.ACCEPT), **self.by(person))

    @precondition(lambda self: self.model.changes)
    @rule(data=st.data())
    def all_accept(self, data: st.DataObject) -> None:
        """Each reads what it has become meanwhile, and accepts that."""
        (change, way), row = self.one_way(data)
        for person in self.waiting(way) if change.state == "open" else ():
            self.accept_as_it_is(change, way, row, person)

    @precondition(lambda self: self.model.changes)
    @rule(data=st.data())
    def decline(self, data: st.DataObject) -> None:
        (change, way), row = self.one_way(data)
        person = self.drawn(data, self.waiting(way))
        with self.both(lambda: self.model.answer(change, way, person, "decline")):
            draft = AnswerDraft(answer=Answer.DECLINE, reason="We cannot wait.")
            answer(alternative=row, draft=draft, **self.by(person))

    @precondition(lambda self: self.model.changes)
    @rule(data=st.data())
    def counter(self, data: st.DataObject) -> None:
        (change, way), row = self.one_way(data)
        wish = self.wish(data)
        person = self.drawn(data, self.waiting(way))
        with self.both(lambda: self.model.counter(change, way, person, wish)):
            draft = AnswerDraft(answer=Answer.COUNTER, counter=self.drafted(wish))
            answer(alternative=row, draft=draft, **self.by(person))

    @precondition(lambda self: len(self.model.changes) > 2)
    @rule(data=st.data())
    def take_off(self, data: st.DataObject) -> None:
        change, row = self.one_change(data)
        person = self.drawn(data, {change.asked_by})
        with self.both(lambda: self.model.take_off(change, person)):
            withdraw_amendment(amendment=row, **self.by(person))

    @precondition(lambda self: any(change.state == "expired" for change in self.model.changes))
    @rule(data=st.data(), days=st.integers(-1, 9))
    def reopen(self, data: st.DataObject, days: int) -> None:
        change, row = self.one_change(data)
        person = self.drawn(data, {change.asked_by})
        answer_by = self.model.today + timedelta(days)
        with self.both(lambda: self.model.reopen(change, person, answer_by)):
            reopen_amendment(amendment=row, answer_by=answer_by, **self.by(person))

    @precondition(lambda self: self.model.changes)
    @rule(data=st.data())
    def resolve(self, data: st.DataObject) -> None:
        change, row = self.one_change(data)
        person = data.draw(st.sampled_from((*[change.asked_by] * 4, "maya")))
        lines = {(place, name) for place, way in enumerate(change.ways) for name in way.asked}
        ours = frozenset(data.draw(st.sets(st.sampled_from(sorted(lines)))))
        keep = {
            self.change_key(row, place, name): "ours" if (place, name) in ours else "theirs" for place, name in lines
        }
        with self.both(lambda: self.model.resolve(change, person, ours)):
            resolve_conflicts(amendment=row, keep=keep, **self.by(person))

    def wish(self, data: st.DataObject) -> Wish:
        """To change one or two promises."""
        count = data.draw(st.integers(1, 2))
        return {self.promise(data, "open").name: self.values(data) for _ in range(count)}

    def values(self, data: st.DataObject) -> dict[str, object]:
        draw: dict[str, Callable[[], object]] = {
            "due_on": lambda: self.model.today + timedelta(data.draw(st.integers(-1, 30))),
            "owner": lambda: data.draw(st.sampled_from(OF_PARTIES)),
            "state": lambda: "released",
        }
        return {field: draw[field]() for field in data.draw(st.sampled_from(FIELDS))}

    def waiting(self, way: Way) -> list[str]:
        return sorted(person for person, given in way.answers.items() if given in {None, "counter"})

    def accept_as_it_is(self, change: Change, way: Way, row: Alternative, person: str) -> None:
        with self.both(lambda: self.model.answer(change, way, person, "accept", has_read_present=True)):
            try:
                answer(alternative=row, draft=AnswerDraft(answer=Answer.ACCEPT), **self.by(person))
            except StaleAlternativeError as stale:
                draft = AnswerDraft(answer=Answer.ACCEPT, content_hash=stale.content_hash)
                answer(alternative=row, draft=draft, **self.by(person))

    def one_change(self, data: st.DataObject) -> tuple[Change, Amendment]:
        """One change, in most cases one that is open."""
        changes = self.model.changes
        still = [place for place, change in enumerate(changes) if change.state == "open"]
        place = data.draw(st.sampled_from([*still * 4, *range(len(changes))]))
        return changes[place], self.stage.amendments()[place]

    def one_way(self, data: st.DataObject) -> tuple[tuple[Change, Way], Alternative]:
        change, row = self.one_change(data)
        place = data.draw(st.integers(0, len(change.ways) - 1))
        return (change, change.ways[place]), self.stage.alternatives(row)[place]

    def change_key(self, row: Amendment, place: int, name: str) -> int:
        changes = changes_in(self.stage.alternatives(row)[place])
        return next(change.pk for change in changes if change.commitment_id == self.stage.keys[name])

    def drafted(self, wish: Wish) -> AlternativeDraft:
        return AlternativeDraft(label="Another way", changes=tuple(self.change(*one) for one in wish.items()))

    def change(self, name: str, values: Mapping[str, object]) -> ChangeDraft:
        commitment = self.stage.commitment(name)
        if "state" in values:
            return ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=commitment)
        now: dict[str, Any] = dict(values)
        if "owner" in now:
            now["owner"] = self.stage.people[now["owner"]]
        return ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=commitment, now=now)
