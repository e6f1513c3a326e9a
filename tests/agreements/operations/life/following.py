"""Steps of what is in force: it is checked in on, delivered, accepted, waived; paused, completed, ended."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from agreements.domain.commitments import Standing
from agreements.operations.agreements import complete_agreement, end_agreement
from agreements.operations.checkins import check_in
from agreements.operations.deliveries import accept, deliver, release, send_back
from agreements.operations.drafts import CheckInDraft
from agreements.operations.pauses import pause_agreement, resume_agreement
from tests.agreements.operations.life.machine import Life, deals, people

SOON = date(2027, 3, 20)


class Following(Life):
    @precondition(lambda self: self.some_deal_is("active"))
    @rule(data=st.data())
    def work(self, data: st.DataObject) -> None:
        """The next thing that happens to a promise; each is as likely as it would come."""
        steps = (self.check_in, self.deliver, self.deliver, self.accept, self.accept, self.send_back, self.release)
        data.draw(st.sampled_from(steps))(data)

    def check_in(self, data: st.DataObject) -> None:
        promise = self.promise(data, "open")
        person = self.drawn(data, {promise.owner})
        standing, days = data.draw(st.sampled_from(Standing)), data.draw(st.none() | st.integers(0, 20))
        expected_on = None if days is None else self.model.today + timedelta(days)
        with self.both(lambda: self.model.check_in(promise, person, standing.value, expected_on)):
            answer = CheckInDraft(standing=standing, expected_on=expected_on)
            check_in(commitment=self.stage.commitment(promise.name), answer=answer, **self.by(person))

    def deliver(self, data: st.DataObject) -> None:
        promise = self.promise(data, "open", "lapsed")
        person = self.drawn(data, {promise.owner})
        with self.both(lambda: self.model.deliver(promise, person)):
            deliver(commitment=self.stage.commitment(promise.name), evidence="", **self.by(person))

    def accept(self, data: st.DataObject) -> None:
        promise = self.promise(data, "delivered")
        person = self.drawn(data, {promise.accepted_by})
        with self.both(lambda: self.model.accept(promise, person)):
            accept(commitment=self.stage.commitment(promise.name), **self.by(person))

    def send_back(self, data: st.DataObject) -> None:
        promise = self.promise(data, "delivered")
        person = self.drawn(data, {promise.accepted_by})
        with self.both(lambda: self.model.send_back(promise, person)):
            row = self.stage.commitment(promise.name)
            send_back(commitment=row, reason="The last page lacks.", **self.by(person))

    def release(self, data: st.DataObject) -> None:
        promise = self.promise(data, "delivered", "lapsed")
        person = self.drawn(data, {promise.accepted_by})
        with self.both(lambda: self.model.release(promise, person)):
            release(commitment=self.stage.commitment(promise.name), reason="", **self.by(person))

    @precondition(lambda self: self.some_deal_is("active") and not self.is_any_paused())
    @rule(name=deals, person=people, days=st.integers(0, 9))
    def pause(self, name: str, person: str, days: int) -> None:
        until = self.model.today + timedelta(days)
        with self.both(lambda: self.model.pause(name, person, until)):
            agreement = self.stage.agreements[name]
            pause_agreement(agreement=agreement, until=until, reason="Everybody is away.", **self.by(person))

    @precondition(lambda self: self.is_any_paused())
    @rule(name=deals, person=people)
    def resume(self, name: str, person: str) -> None:
        with self.both(lambda: self.model.resume(name, person)):
            resume_agreement(agreement=self.stage.agreements[name], **self.by(person))

    @precondition(lambda self: self.some_deal_is_settled())
    @rule(name=deals, person=people)
    def complete(self, name: str, person: str) -> None:
        with self.both(lambda: self.model.complete(name, person)):
            complete_agreement(agreement=self.stage.agreements[name], **self.by(person))

    @precondition(lambda self: self.model.today > SOON)
    @rule(name=deals, person=people)
    def end(self, name: str, person: str) -> None:
        """Not too soon, or little would ever happen."""
        with self.both(lambda: self.model.end(name, person)):
            end_agreement(agreement=self.stage.agreements[name], reason="It told us enough.", **self.by(person))

    def some_deal_is_settled(self) -> bool:
        settled = {"accepted", "released"}
        return any({one.state for one in self.model.of(deal)} <= settled for deal in self.model.deals.values())

    def is_any_paused(self) -> bool:
        return any(deal.paused_until and deal.paused_until > self.model.today for deal in self.model.deals.values())
