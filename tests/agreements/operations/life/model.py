"""The life of an agreement and its promises, told once more in plain Python: what is allowed, and what follows."""

from collections.abc import Callable, Iterator
from datetime import date

from tests.agreements.operations.life.world import SIGNERS, Deal, Promise, Proposal, RefusedError, lapse_day


class Model:
    """All of it on one day; each act either changes the world or raises RefusedError and changes nothing."""

    def __init__(self, today: date, promises: list[Promise]) -> None:
        self.today = today
        self.promises = {promise.name: promise for promise in promises}
        self.deals = {promise.deal: Deal(promise.deal) for promise in promises}

    def of(self, deal: Deal) -> list[Promise]:
        return [promise for promise in self.promises.values() if promise.deal == deal.name]

    def bring_into_force(self, name: str) -> None:
        """As if both had signed."""
        self.propose(name, "maya")
        for person in SIGNERS.values():
            self.sign(name, person, self.content(self.deals[name]))

    # Terms

    def edit(self, promise: Promise, person: str, due_on: date) -> None:
        _require(_is_of_party(person), "forbidden")
        _require(self.deals[promise.deal].state == "draft", "not_a_draft")
        promise.due_on = due_on

    def propose(self, name: str, person: str) -> None:
        deal = self.deals[name]
        _require(_is_of_party(person), "forbidden")
        _require(deal.state == "draft", "move_not_allowed")
        deal.state, deal.proposal = "readback", Proposal(person, self.content(deal))
        for writer in deal.heard:
            self._compare(deal, writer)

    def take_back(self, name: str, person: str) -> None:
        deal = self.deals[name]
        _require(_is_of_party(person), "forbidden")
        _require(deal.state == "readback", "move_not_allowed")
        deal.state, deal.proposal = "draft", None

    def withdraw(self, name: str, person: str) -> None:
        deal = self.deals[name]
        _require(person in SIGNERS.values(), "forbidden")
        _require(deal.state in {"draft", "readback"}, "move_not_allowed")
        deal.state, deal.proposal = "withdrawn", None

    def say_back(self, name: str, person: str, heard: dict[str, date]) -> None:
        deal = self.deals[name]
        _require(self._is_asked(deal, person), "forbidden")
        _require(deal.state == "readback" and deal.proposal is not None, "not_in_readback")
        assert deal.proposal is not None
        _require(person not in deal.proposal.signed, "word_given")
        deal.heard[person] = heard
        self._compare(deal, person)

    def settle(self, name: str, person: str, difference: tuple[str, str, date, date]) -> None:
        deal = self.deals[name]
        proposer = deal.proposal.by if deal.proposal else None
        _require(person in {difference[0], proposer}, "forbidden")
        _require(deal.state == "readback", "not_in_readback")
        _require(not self._is_asked(deal, person) or person in deal.heard, "say_back_first")
        _require(deal.differences[difference] == "open", "already_settled")
        deal.differences[difference] = "settled"

    def sign(self, name: str, person: str, content: tuple[date, ...]) -> None:
        deal = self.deals[name]
        _require(person in SIGNERS.values(), "forbidden")
        if deal.proposal is None:
            raise RefusedError("already_signed" if (person, content) in deal.signed else "nothing_to_sign")
        _require(deal.proposal.content == content, "stale_terms")
        _require(person not in deal.proposal.signed, "already_signed")
        _require("open" not in deal.differences.values(), "differences_open")
        deal.proposal.signed.add(person)
        if deal.proposal.signed == set(SIGNERS.values()):
            deal.signed = {(signer, content) for signer in deal.proposal.signed}
            deal.state, deal.proposal, deal.in_force = "active", None, 1
            for promise in self.of(deal):
                promise.state = "open"

    # Following through

    def check_in(self, promise: Promise, person: str, standing: str, expected_on: date | None) -> None:
        _require(person in {promise.owner, promise.accepted_by}, "forbidden")
        self._require_active(promise)
        _require(promise.state == "open", "not_open")
        if person == promise.owner:
            promise.standing, promise.expected_on = standing, expected_on

    def deliver(self, promise: Promise, person: str) -> None:
        _require(person == promise.owner, "forbidden")
        self._move(promise, {"open": "delivered", "lapsed": "delivered"})
        promise.delivered_on = promise.delivered_on or self.today
        self._decide(promise)

    def accept(self, promise: Promise, person: str) -> None:
        _require(person == promise.accepted_by, "forbidden")
        self._move(promise, {"delivered": "accepted"})
        self._decide(promise)

    def send_back(self, promise: Promise, person: str) -> None:
        _require(person == promise.accepted_by, "forbidden")
        self._move(promise, {"delivered": "open"})
        self._decide(promise)

    def release(self, promise: Promise, person: str) -> None:
        _require(person in {promise.accepted_by, SIGNERS[promise.for_team]}, "forbidden")
        self._move(promise, dict.fromkeys(("open", "delivered", "lapsed"), "released"))
        self._decide(promise)

    # The agreement

    def pause(self, name: str, person: str, until: date) -> None:
        deal = self.deals[name]
        _require(person in SIGNERS.values(), "forbidden")
        _require(deal.state == "active", "not_active")
        _require(until > self.today, "invalid_value")
        deal.paused_until = until

    def resume(self, name: str, person: str) -> None:
        deal = self.deals[name]
        _require(person in SIGNERS.values(), "forbidden")
        _require(deal.state == "active", "not_active")
        _require(deal.paused_until is not None and deal.paused_until > self.today, "not_paused")
        deal.paused_until = self.today

    def complete(self, name: str, person: str) -> None:
        deal = self.deals[name]
        _require(person in SIGNERS.values(), "forbidden")
        _require(deal.state == "active", "move_not_allowed")
        _require(all(promise.state in {"accepted", "released"} for promise in self.of(deal)), "unfinished")
        deal.state = "completed"

    def end(self, name: str, person: str) -> None:
        deal = self.deals[name]
        _require(person in SIGNERS.values(), "forbidden")
        _require(deal.state == "active", "move_not_allowed")
        deal.state = "ended"
        for promise in self.of(deal):
            if promise.state == "open":
                promise.state = promise.outcome = "released"

    def lapse(self, is_spared: Callable[[Promise], bool]) -> None:
        """The clock's part."""
        for promise in self.promises.values():
            deal = self.deals[promise.deal]
            is_unmet = deal.state == "active" and promise.state == "open" and promise.delivered_on is None
            if is_unmet and self.today >= lapse_day(promise.due_on, deal.paused_until) and not is_spared(promise):
                promise.state = promise.outcome = "lapsed"
                promise.has_lapsed = True

    # What the acts share

    def content(self, deal: Deal) -> tuple[date, ...]:
        """What signatures name: nothing but dates can be edited here."""
        return tuple(promise.due_on for promise in self.of(deal))

    def _compare(self, deal: Deal, writer: str) -> None:
        """Lay what `writer` said beside the terms: what is found no more goes, unless somebody settled it."""
        heard = deal.heard[writer]
        found = {
            (writer, name, day, self.promises[name].due_on)
            for name, day in heard.items()
            if day != self.promises[name].due_on
        }
        kept = {key: state for key, state in deal.differences.items() if key[0] != writer or state == "settled"}
        again = {key: "open" for key in found if key not in kept}
        deal.differences = kept | again

    def _is_asked(self, deal: Deal, person: str) -> bool:
        return person in SIGNERS.values() or any(promise.owner == person for promise in self.of(deal))

    def _require_active(self, promise: Promise) -> None:
        _require(self.deals[promise.deal].state == "active", "not_active")

    def _move(self, promise: Promise, paths: dict[str, str]) -> None:
        self._require_active(promise)
        _require(promise.state in paths, "move_not_allowed")
        promise.state = paths[promise.state]

    def _decide(self, promise: Promise) -> None:
        promise.outcome = next(self._outcomes(promise), None)

    def _outcomes(self, promise: Promise) -> Iterator[str]:
        """All that apply, the one that counts first."""
        if promise.state == "released":
            yield "released"
        lapses_on = lapse_day(promise.due_on, self.deals[promise.deal].paused_until)
        if promise.has_lapsed or (promise.delivered_on and promise.delivered_on >= lapses_on):
            yield "lapsed"
        if promise.adjusted:
            yield f"adjusted_{promise.adjusted}"
        if promise.state == "accepted":
            yield "kept"


def _is_of_party(person: str) -> bool:
    return person != "otto"


def _require(is_so: object, code: str) -> None:
    if not is_so:
        raise RefusedError(code)
