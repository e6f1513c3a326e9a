"""The changes of what is in force, told once more: what follows from each, who answers, and what comes of it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from tests.agreements.operations.life.model import Model
from tests.agreements.operations.life.world import (
    ANSWER_DAYS,
    DAY,
    SIGNERS,
    Change,
    Promise,
    RefusedError,
    Said,
    Way,
    working_days,
)

MOST_WAYS = 6

type Wish = dict[str, dict[str, object]]  # by promise: the new values by field


@dataclass(frozen=True)
class Look:
    """What became of one asked promise: the fields nobody else touched, and those that clash."""

    kept: tuple[str, ...]
    clashing: tuple[str, ...]
    is_over: bool = False

    @property
    def has_clash(self) -> bool:
        return self.is_over or bool(self.clashing)


class Changing(Model):
    """The model with amendments."""

    changes: list[Change]

    def __init__(self, today: date, promises: list[Promise]) -> None:
        super().__init__(today, promises)
        self.changes = []

    def pass_days(self, days: int) -> None:
        self.today += days * DAY
        for change in self.changes:
            if change.state == "open" and change.answer_by < self.today:
                change.state = "expired"
        self.lapse(lambda promise: any(promise.name in way.touched for change in self._open() for way in change.ways))

    def in_renegotiation(self, deal: str) -> bool:
        return any(deal in self.touched_by(change) for change in self._open())

    def touched_by(self, change: Change) -> set[str]:
        return {self.promises[name].deal for way in change.ways for name in way.touched}

    def end(self, name: str, person: str) -> None:
        super().end(name, person)
        self._withdraw_all(name)

    def complete(self, name: str, person: str) -> None:
        super().complete(name, person)
        self._withdraw_all(name)

    def ask(self, deal: str, person: str, wishes: list[Wish]) -> Change:
        _require(person != "otto", "forbidden")
        _require(self.deals[deal].state == "active", "not_active")
        ways = [self._new_way(person, wish) for wish in wishes]
        for place, way in enumerate(ways, start=1):
            way.place = place
        change = Change(deal, person, self.today, self.today + ANSWER_DAYS * DAY, ways)
        self.changes.append(change)
        self._settle(change)
        return change

    def answer(self, change: Change, way: Way, person: str, answer: str, *, has_read_present: bool = False) -> None:
        self._require_waiting(change, way, person)
        if answer == "accept":
            new = self._present(way)
            _require(has_read_present or new.content == way.content, "stale_alternative")
            _require(person in new.answers, "forbidden")
            way.become(new)
        way.answers[person] = answer
        self._settle(change)

    def counter(self, change: Change, way: Way, person: str, wish: Wish) -> None:
        self._require_waiting(change, way, person)
        new = self._new_way(person, wish)
        new.place = change.ways[-1].place + 1
        _require(new.place <= MOST_WAYS, "too_many_alternatives")
        way.answers[person] = "counter"
        change.ways.append(new)
        self._settle(change)

    def take_off(self, change: Change, person: str) -> None:
        _require(person == change.asked_by, "forbidden")
        _require(change.state in {"open", "expired"}, "move_not_allowed")
        change.state = "withdrawn"

    def reopen(self, change: Change, person: str, answer_by: date) -> None:
        _require(person == change.asked_by, "forbidden")
        _require(change.state == "expired", "move_not_allowed")
        _require(self.deals[change.deal].state == "active", "not_active")
        _require(answer_by >= self.today, "invalid_value")
        change.state, change.answer_by = "open", answer_by
        for way in change.open_ways:
            with suppress(RefusedError):  # what clashes is left for whoever asked to choose
                way.become(self._present(way))
        self._settle(change)

    def resolve(self, change: Change, person: str, ours: frozenset[tuple[int, str]]) -> None:
        """Keep ours of the clashing promises that `ours` names by the place of the way, theirs of the others."""
        _require(person == change.asked_by, "forbidden")
        _require(change.state == "open", "move_not_allowed")
        ways: list[tuple[Way, Way]] = []
        for way in change.open_ways:
            looks, place = self.looks(way), change.ways.index(way)
            chosen = {name for name, look in looks.items() if look.has_clash and (place, name) in ours}
            _require(not any(looks[name].is_over for name in chosen), "invalid_value")
            fields = {name: look.kept + look.clashing * (name in chosen) for name, look in looks.items()}
            has_clash = any(look.has_clash for look in looks.values())
            ways.append((way, self._renewed(way, fields, stays=person if has_clash else way.brought_by)))
        _require(any(new.asked for _, new in ways), "nothing_left")
        for way, new in ways:
            way.become(new)
        change.ways = [way for way in change.ways if way.asked]
        self._settle(change)

    def looks(self, way: Way) -> dict[str, Look]:
        return {name: self._look(self.promises[name], said) for name, said in way.asked.items()}

    def _look(self, promise: Promise, said: Said) -> Look:
        if promise.state != "open":
            is_done = "state" in said and promise.state == "released"
            return Look((), (), is_over=not is_done)
        kept = tuple(field for field, (was, _) in said.items() if getattr(promise, field) == was)
        clashing = [field for field, (_, now) in said.items() if field not in kept and getattr(promise, field) != now]
        return Look(kept, tuple(clashing))

    def _open(self) -> list[Change]:
        return [change for change in self.changes if change.state == "open"]

    def _withdraw_all(self, deal: str) -> None:
        for change in self._open():
            if change.deal == deal:
                change.state = "withdrawn"

    def _new_way(self, person: str, wish: Wish) -> Way:
        for name, values in wish.items():
            self._check(self.promises[name], values)
        way = self._whole(person, wish)
        self._ask(way)
        return way

    def _check(self, promise: Promise, values: dict[str, object]) -> None:
        _require(promise.state == "open", "not_open")
        if "state" in values:
            return
        _require(any(getattr(promise, field) != value for field, value in values.items()), "invalid_value")
        due_on = values.get("due_on", promise.due_on)
        assert isinstance(due_on, date)
        _require(due_on == promise.due_on or due_on >= self.today, "invalid_value")
        _require(values.get("owner") != promise.accepted_by, "invalid_value")

    def _whole(self, person: str, wish: Wish) -> Way:
        """What `wish` says differently, with everything that moves with it."""
        now = self._dates(wish)
        asked: dict[str, Said] = {}
        for name, values in wish.items():
            promise = self.promises[name]
            asked[name] = {
                field: (getattr(promise, field), value)
                for field, value in values.items()
                if getattr(promise, field) != value
            }
            if "state" not in values and now[name] != values.get("due_on", promise.due_on):
                asked[name]["due_on"] = (promise.due_on, now[name])
        moved = {
            name: (self.promises[name].due_on, due_on)
            for name, due_on in now.items()
            if name not in wish and due_on is not None and due_on != self.promises[name].due_on
        }
        return Way(person, asked, moved)

    def _dates(self, wish: Wish) -> dict[str, date | None]:
        """Where everything in force lands; None for what is dropped. Promises are listed after what they wait on."""
        lands: dict[str, date | None] = {}
        for name, promise in self.promises.items():
            if promise.state != "open" or self.deals[promise.deal].state != "active":
                continue
            values = wish.get(name, {})
            due_on = values.get("due_on", promise.due_on)
            assert isinstance(due_on, date)
            upstream, lag = promise.waits_on or ("", 0)
            pushes = lands.get(upstream)
            if pushes is not None and pushes > self.promises[upstream].due_on:
                due_on = max(due_on, pushes + lag * DAY)
            lands[name] = None if "state" in values else due_on
        return lands

    def _affected(self, way: Way) -> set[str]:
        promises = [self.promises[name] for name in way.touched]
        signers = {SIGNERS[team] for promise in promises for team in (promise.team, promise.for_team)}
        named = {str(said["owner"][1]) for said in way.asked.values() if "owner" in said}
        return signers | {promise.owner for promise in promises} | named

    def _ask(self, way: Way) -> None:
        """Ask exactly those whom it affects; who brought it has accepted it."""
        first = {person: "accept" if person == way.brought_by else None for person in self._affected(way)}
        way.answers = {person: way.answers.get(person, answer) for person, answer in first.items()}

    def _require_waiting(self, change: Change, way: Way, person: str) -> None:
        _require(person in way.answers, "forbidden")
        _require(way.answers[person] in {None, "counter"}, "already_answered")
        _require(change.state == "open", "move_not_allowed")
        _require(way.is_open, "alternative_closed")

    def _present(self, way: Way) -> Way:
        """What `way` is by now, as far as nobody has to choose."""
        looks = self.looks(way)
        _require(not any(look.has_clash for look in looks.values()), "amendment_conflict")
        new = self._renewed(way, {name: look.kept for name, look in looks.items()}, stays=way.brought_by)
        _require(new.asked, "nothing_left")
        return new

    def _renewed(self, way: Way, fields: dict[str, tuple[str, ...]], *, stays: str) -> Way:
        """`way` from what is in force by now; where that is something else, only the answer of who `stays` does."""
        wish = {name: {field: way.asked[name][field][1] for field in kept} for name, kept in fields.items() if kept}
        new = self._whole(way.brought_by, wish)
        is_same = new.content == way.content
        new.answers = {one: given if is_same or one == stays else None for one, given in way.answers.items()}
        self._ask(new)
        return new

    def _settle(self, change: Change) -> None:
        agreed = next((way for way in change.ways if set(way.answers.values()) == {"accept"}), None)
        if agreed is not None:
            change.notice = self._notice(change, [agreed])
            change.state, change.agreed = "agreed", agreed
            self._apply(change, agreed)
        elif not change.open_ways:
            change.state = "declined"
        else:
            change.notice = self._notice(change, change.open_ways)

    def _notice(self, change: Change, ways: list[Way]) -> int | None:
        dates = [self.promises[name].due_on for way in ways for name in way.asked]
        return min((working_days(change.asked_on, day) for day in dates), default=None)

    def _apply(self, change: Change, way: Way) -> None:
        touched = {self.promises[name].deal for name in way.touched}
        for name, said in way.asked.items():
            promise = self.promises[name]
            for field, (_, now) in said.items():
                setattr(promise, field, now)
            promise.moves += "due_on" in said
            promise.adjusted = "early" if change.is_early and promise.adjusted != "late" else "late"
            if {"due_on", "owner"} & said.keys():
                promise.standing = promise.expected_on = None
            self._decide(promise)
        for name, (_, due_on) in way.moved.items():
            self.promises[name].due_on = due_on
            self.promises[name].moves += 1
            self._decide(self.promises[name])
        for deal in touched:
            self.deals[deal].in_force += 1


def _require(is_so: object, code: str) -> None:
    if not is_so:
        raise RefusedError(code)
