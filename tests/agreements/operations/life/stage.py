"""The rows behind the model: built once an example, and read back as the model would say it."""

import json
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Prefetch

from agreements.domain.terms import canonical, terms_hash
from agreements.models import Agreement, Alternative, Amendment, Change, Commitment, Difference, Signature, Version
from agreements.reports.renegotiation import in_renegotiation
from agreements.reports.terms import terms_of
from teams.models import Person, Team
from tests.agreements.operations.life.changes import Changing
from tests.agreements.operations.life.world import SIGNERS, Deal, Promise, Way
from tests.agreements.operations.life.world import Change as Told
from tests.factories import AT, AgreementFactory, CommitmentFactory, DependencyFactory, PartyFactory


@dataclass
class Stage:
    people: dict[str, Person]
    teams: dict[str, Team]
    agreements: dict[str, Agreement] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)  # of the commitments

    def build(self, model: Changing) -> None:
        for deal in model.deals.values():
            is_active = deal.state == "active"
            agreement = AgreementFactory.create(title=deal.name, created_by=self.people["maya"], is_active=is_active)
            self.agreements[deal.name] = agreement
            for team, signer in SIGNERS.items():
                PartyFactory.create(agreement=agreement, team=self.teams[team], representative=self.people[signer])
        rows = {name: self._row(promise) for name, promise in model.promises.items()}
        for name, promise in model.promises.items():
            self.keys[name] = rows[name].pk
            if promise.waits_on:
                upstream, lag = promise.waits_on
                DependencyFactory.create(upstream=rows[upstream], downstream=rows[name], lag_days=lag)
        for deal in model.deals.values():
            if deal.state == "active":
                self._sign(self.agreements[deal.name])

    def commitment(self, name: str) -> Commitment:
        return Commitment.objects.select_related("agreement").get(pk=self.keys[name])

    def amendments(self, *related: "str | Prefetch[Any]") -> list[Amendment]:
        """In the order in which they were asked for, as the model lists them."""
        rows = Amendment.objects.select_related("agreement").prefetch_related(*related)
        return list(rows.order_by("pk"))

    def alternatives(self, amendment: Amendment) -> list[Alternative]:
        return list(amendment.alternatives.select_related("amendment").order_by("position"))

    def stored(self) -> dict[str, object]:
        """All that the model speaks about. Ten queries."""
        changing = set(Agreement.objects.filter(in_renegotiation()).values_list("pk", flat=True))
        standing = Prefetch("versions", Version.objects.standing().order_by("number"))
        ways = Prefetch("alternatives", Alternative.objects.order_by("position"))
        related = ("agreements", ways, "alternatives__changes", "alternatives__consents")
        names = {pk: name for name, pk in self.keys.items()}
        return {
            **{row.title: self._agreement(row, changing) for row in Agreement.objects.prefetch_related(standing)},
            **{names[row.pk]: self._commitment(row) for row in Commitment.objects.order_by("pk")},
            **{f"change {n}": self._amendment(row) for n, row in enumerate(self.amendments(*related))},
        }

    def _row(self, promise: Promise) -> Commitment:
        return CommitmentFactory.create(
            agreement=self.agreements[promise.deal],
            number=promise.number,
            deliverable=f"The {promise.name}",
            team=self.teams[promise.team],
            for_team=self.teams[promise.for_team],
            owner=self.people[promise.owner],
            accepted_by=self.people[promise.accepted_by],
            due_on=promise.due_on,
            is_open=promise.state == "open",
        )

    def _sign(self, agreement: Agreement) -> None:
        terms = terms_of(agreement)
        version = Version.objects.create(
            agreement=agreement,
            number=1,
            terms=json.loads(canonical(terms)),
            terms_hash=terms_hash(terms),
            proposed_by=agreement.created_by,
            proposed_at=AT,
            answer_by=AT.date(),
            in_force_at=AT,
        )
        signature = partial(Signature, version=version, terms_hash=version.terms_hash, signed_at=AT)
        parties = agreement.parties.select_related("representative")
        Signature.objects.bulk_create(signature(party=party, person=party.representative) for party in parties)

    def _agreement(self, row: Agreement, changing: set[int]) -> object:
        return {
            "state": row.state,
            "versions": [version.number for version in row.versions.all()],
            "paused_until": row.paused_until,
            "in_renegotiation": row.pk in changing,
            "differences": Difference.objects.open().filter(readback__agreement=row).count(),
        }

    def _commitment(self, row: Commitment) -> object:
        fields = ("state", "due_on", "moves", "adjusted", "outcome", "standing", "expected_on")
        return {name: getattr(row, name) for name in fields} | {"owner": self._name(row.owner_id)}

    def _amendment(self, row: Amendment) -> object:
        ways = list(row.alternatives.all())
        return {
            "state": row.state,
            "notice": row.notice_days,
            "is_early": row.is_early,
            "answer_by": row.answer_by,
            "touched": {agreement.title for agreement in row.agreements.all()},
            "agreed": next((place for place, way in enumerate(ways) if way.pk == row.agreed_id), None),
            "ways": [self._way(way) for way in ways],
        }

    def _way(self, way: Alternative) -> object:
        changes = way.changes.all()
        consents = way.consents.all()
        return {
            "asked": {self._promised(change): change.now for change in changes if not change.is_ripple},
            "moved": {self._promised(change): change.now for change in changes if change.is_ripple},
            "answers": {self._name(consent.person_id): consent.answer for consent in consents},
            "read": {consent.content_hash == way.content_hash for consent in consents if consent.answer == "accept"},
        }

    def _promised(self, change: Change) -> str:
        return next(name for name, pk in self.keys.items() if pk == change.commitment_id)

    def _name(self, person: int | None) -> str:
        return next(name for name, row in self.people.items() if row.pk == person)


def told(model: Changing, people: dict[str, Person]) -> dict[str, object]:
    """The same of the model."""
    return {
        **{name: _deal(model, deal) for name, deal in model.deals.items()},
        **{name: _promise(promise) for name, promise in model.promises.items()},
        **{f"change {n}": _change(model, change, people) for n, change in enumerate(model.changes)},
    }


def _deal(model: Changing, deal: Deal) -> object:
    return {
        "state": deal.state,
        "versions": list(range(1, deal.in_force + (deal.proposal is not None) + 1)),
        "paused_until": deal.paused_until,
        "in_renegotiation": model.in_renegotiation(deal.name),
        "differences": list(deal.differences.values()).count("open"),
    }


def _promise(promise: Promise) -> object:
    fields = ("state", "due_on", "moves", "adjusted", "outcome", "standing", "expected_on", "owner")
    return {name: getattr(promise, name) for name in fields}


def _change(model: Changing, change: Told, people: dict[str, Person]) -> object:
    return {
        "state": change.state,
        "notice": change.notice,
        "is_early": change.is_early,
        "answer_by": change.answer_by,
        "touched": model.touched_by(change),
        "agreed": None if change.agreed is None else change.ways.index(change.agreed),
        "ways": [_way(way, people) for way in change.ways],
    }


def _way(way: Way, people: dict[str, Person]) -> object:
    emails = {name: person.email for name, person in people.items()}
    asked = {name: {field: _json(now, emails) for field, (_, now) in said.items()} for name, said in way.asked.items()}
    return {
        "asked": asked,
        "moved": {name: {"due_on": now.isoformat()} for name, (_, now) in way.moved.items()},
        "answers": way.answers,
        "read": {True} if "accept" in way.answers.values() else set(),
    }


def _json(value: object, emails: dict[str, str]) -> object:
    return value.isoformat() if isinstance(value, date) else emails.get(str(value), value)
