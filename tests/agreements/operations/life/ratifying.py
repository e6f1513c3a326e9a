"""Steps on the way into force: terms are edited, proposed, said back, signed, or put aside."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from agreements.domain.readback import Said
from agreements.models import Difference, Version
from agreements.operations.agreements import withdraw_agreement
from agreements.operations.commitments import edit_commitment
from agreements.operations.differences import settle
from agreements.operations.drafts import CommitmentDraft, ReadbackDraft
from agreements.operations.proposals import propose, take_back
from agreements.operations.readbacks import write_readback
from agreements.operations.signatures import sign
from tests.agreements.operations.life.machine import DEALS, OF_PARTIES, Life, dates
from tests.agreements.operations.life.world import SIGNERS

type Step = Callable[[str, st.DataObject], None]


class Ratifying(Life):
    @precondition(lambda self: self.some_deal_is("draft") or self.some_deal_is("readback"))
    @rule(data=st.data())
    def ratify(self, data: st.DataObject) -> None:
        self.next_step(data)

    @precondition(lambda self: self.some_deal_is("draft") or self.some_deal_is("readback"))
    @rule(data=st.data())
    def ratify_further(self, data: st.DataObject) -> None:
        self.next_step(data)

    def next_step(self, data: st.DataObject) -> None:
        """The next thing on the way into force; each is as likely as it would come, here and there out of turn."""
        on_the_way = [deal.name for deal in self.model.deals.values() if deal.state in STEPS]
        deal = self.model.deals[self.drawn(data, on_the_way, of=DEALS)]
        steps = STEPS.get(deal.state, ())
        step: Step = getattr(self, self.drawn(data, steps, of=(*STEPS["draft"], *STEPS["readback"])))
        step(deal.name, data)

    def edit(self, deal: str, data: st.DataObject) -> None:
        promise, person = data.draw(st.sampled_from(self.model.of(self.model.deals[deal]))), self.member(data)
        due_on = data.draw(dates)
        with self.both(lambda: self.model.edit(promise, person, due_on)):
            row = self.stage.commitment(promise.name)
            edit_commitment(commitment=row, draft=replace(CommitmentDraft.of(row), due_on=due_on), **self.by(person))

    def propose(self, deal: str, data: st.DataObject) -> None:
        person = self.member(data)
        with self.both(lambda: self.model.propose(deal, person)):
            propose(agreement=self.stage.agreements[deal], **self.by(person))

    def take_back(self, deal: str, data: st.DataObject) -> None:
        person = self.member(data)
        with self.both(lambda: self.model.take_back(deal, person)):
            take_back(agreement=self.stage.agreements[deal], **self.by(person))

    def withdraw(self, deal: str, data: st.DataObject) -> None:
        person = self.member(data)
        with self.both(lambda: self.model.withdraw(deal, person)):
            withdraw_agreement(agreement=self.stage.agreements[deal], **self.by(person))

    def say_back(self, deal: str, data: st.DataObject) -> None:
        """What each line is due on, sometimes a week later than it is."""
        person = self.member(data)
        promised = self.model.of(self.model.deals[deal])
        heard = {one.name: one.due_on + timedelta(data.draw(st.sampled_from((0, 0, 7)))) for one in promised}
        with self.both(lambda: self.model.say_back(deal, person, heard)):
            said = tuple(Said(commitment=self.stage.keys[one], due_on=day) for one, day in heard.items())
            draft = ReadbackDraft(text="We do what we said.", said=said)
            write_readback(agreement=self.stage.agreements[deal], draft=draft, **self.by(person))

    def settle(self, deal: str, data: st.DataObject) -> None:
        if not (found := self.model.deals[deal].differences):
            return
        key = data.draw(st.sampled_from(sorted(found)))
        writer, name, heard, recorded = key
        person = self.drawn(data, {writer})
        rows = Difference.objects.select_related("readback__agreement").filter(
            readback__person=self.stage.people[writer], commitment=self.stage.keys[name], heard=heard, recorded=recorded
        )
        with self.both(lambda: self.model.settle(deal, person, key)):
            settle(difference=rows.latest("pk"), note="It is fine.", **self.by(person))

    def sign(self, deal: str, data: st.DataObject) -> None:
        """The terms as they are, or as they were proposed at some time."""
        agreement, person = self.stage.agreements[deal], self.drawn(data, SIGNERS.values())
        if not (seen := list(Version.objects.filter(agreement=agreement).order_by("-pk"))):
            return
        version = data.draw(st.sampled_from([*seen[:1] * 4, *seen]))
        content = self.content(deal, version.terms)
        with self.both(lambda: self.model.sign(deal, person, content)):
            sign(agreement=agreement, terms_hash=version.terms_hash, **self.by(person))

    def content(self, deal: str, terms: Mapping[str, Any]) -> tuple[date, ...]:
        """What the model holds of `terms`."""
        due = {line["id"]: date.fromisoformat(line["due_on"]) for line in terms["commitments"]}
        return tuple(due[self.stage.keys[one.name]] for one in self.model.of(self.model.deals[deal]))

    def member(self, data: st.DataObject) -> str:
        return self.drawn(data, OF_PARTIES)


STEPS = {
    "draft": ("edit", "propose", "propose"),
    "readback": ("say_back", "say_back", "settle", "settle", "sign", "sign", "sign", "sign", "take_back", "withdraw"),
}
