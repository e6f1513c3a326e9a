"""What a person can ask to change in an agreement, and the form of it as far as it is written."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from agreements.domain.amendments import FIRST_ALTERNATIVES, ChangeKind, Trade
from agreements.domain.commitments import CommitmentState
from agreements.forms.amendments import LETTERS, AmendmentForm, AmendmentSheet, OptionForm, OptionSheet
from agreements.forms.changes import Block, Subject, block_of
from agreements.forms.people import everybody, party_groups
from agreements.models import Agreement, Alternative, Cadence, Change, Commitment
from agreements.operations.amendments.values import cadence_from_json, from_json
from teams.domain.language import say
from teams.models import Person, Team


@dataclass(frozen=True, slots=True)
class Desk:
    """What a change of ``agreement`` can be about, in the sight of whoever asks."""

    agreement: Agreement
    subjects: Mapping[str, Subject]
    parties: list[Team]
    is_seen: bool = True  # the agreement itself

    def blank(
        self, *, initial: Mapping[str, Any], commitment: Commitment | None, due_on: date | None
    ) -> AmendmentSheet:
        """A sheet with one option, of ``commitment`` where one is named, landing on ``due_on`` where that is known."""
        key = f"c{commitment.pk}" if commitment else ""
        blocks = []
        if subject := self.subjects.get(key):
            start = subject.initial | ({"due_on": due_on} if due_on else {})
            blocks.append(Block(subject, subject.form(prefix=f"option-0-{key}", initial=start), None))
        option = OptionForm(prefix="option-0", parties=self.parties, initial={"trade": Trade.DATE if blocks else ""})
        return AmendmentSheet(AmendmentForm(initial=dict(initial)), (self._option("0", 0, option, tuple(blocks)),))

    def like(self, alternative: Alternative) -> AmendmentSheet:
        """A sheet for a counter, with one option that begins with what ``alternative`` asks for."""
        blocks = []
        for change in alternative.changes.filter(is_ripple=False).order_by("position"):
            if subject := self.subjects.get(key_of(change)):
                form = subject.form(prefix=f"option-0-{subject.key}", initial=subject.initial | _wanted(change))
                blocks.append(Block(subject, form, None))
        option = OptionForm(prefix="option-0", parties=self.parties, initial={"trade": alternative.trade})
        return AmendmentSheet(None, (self._option("0", 0, option, tuple(blocks)),))

    def written(self, data: QueryDict, *, is_counter: bool = False) -> AmendmentSheet:
        """The sheet as it was sent back: after a button of it was pressed, or to be judged as a whole."""
        act, _, about = data.get("do", "").partition(":")
        is_judged = act == "send"
        keys = _keys(data, act, about)
        first = keys[0] if keys else "0"
        options = []
        for place, key in enumerate(keys):
            copied = data.getlist(f"option-{first}-subject") if act == "another" and key == about else []
            named = [*data.getlist(f"option-{key}-subject"), *copied]
            options.append(self._written(key, place, _after(named, act, about, key, data), data, is_judged=is_judged))
        shared = None
        if not is_counter:
            raw = {name: data.get(name, "") for name in AmendmentForm.base_fields}
            shared = AmendmentForm(data) if is_judged else AmendmentForm(initial=raw)
        return AmendmentSheet(shared, tuple(options))

    def _written(self, key: str, place: int, named: list[str], data: QueryDict, *, is_judged: bool) -> OptionSheet:
        prefix = f"option-{key}"
        known = dict.fromkeys(name for name in named if name in self.subjects)
        blocks = tuple(
            block_of(self.subjects[name], prefix=f"{prefix}-{name}", data=data, is_judged=is_judged) for name in known
        )
        if is_judged:
            return self._option(key, place, OptionForm(data, prefix=prefix, parties=self.parties), blocks)
        form = OptionForm(prefix=prefix, parties=self.parties)
        form.initial = {name: data.get(f"{prefix}-{name}", "") for name in form.fields}
        return self._option(key, place, form, blocks)

    def _option(self, key: str, place: int, form: OptionForm, blocks: tuple[Block, ...]) -> OptionSheet:
        taken = {block.subject.key for block in blocks}
        left = tuple(subject for name, subject in self.subjects.items() if name not in taken)
        return OptionSheet(key, LETTERS[place], form, blocks, left)


def desk_for(agreement: Agreement, *, viewer: Person) -> Desk:
    """What ``viewer`` may ask to change. A fixed number of queries.

    Who counters in a change of an agreement out of their sight is offered what they see around it.
    """
    if not Agreement.objects.visible_to(viewer).filter(pk=agreement.pk).exists():
        around = [_commitment(one, agreement, everybody()) for one in _open(agreement, viewer)]
        return Desk(agreement, {subject.key: subject for subject in around}, [], is_seen=False)
    people = party_groups(agreement)
    parties = list(Team.objects.filter(parties__agreement=agreement).order_by("name", "pk"))
    found = [
        *(_commitment(one, agreement, people) for one in _open(agreement, viewer)),
        *(
            Subject(f"m{metric.pk}", say("{name}: the target", name=metric.name), agreement, people, metric=metric)
            for metric in agreement.metrics.in_terms().order_by("pk")
        ),
        *(
            Subject("cadence", say("When we meet"), agreement, people, cadence=cadence)
            for cadence in Cadence.objects.filter(agreement=agreement)
        ),
        Subject("new", say("A new commitment"), agreement, people),
    ]
    return Desk(agreement, {subject.key: subject for subject in found}, parties)


def _open(agreement: Agreement, viewer: Person) -> list[Commitment]:
    """Those of the agreement by date, then those elsewhere that wait for one of them or that one waits for."""
    tied = Q(awaited_by__downstream__agreement=agreement) | Q(waits_on__upstream__agreement=agreement)
    found = Commitment.objects.visible_to(viewer).filter(state=CommitmentState.OPEN, agreement__state="active")
    rows = found.filter(Q(agreement=agreement) | tied).distinct().select_related("agreement", "owner")
    return sorted(rows, key=lambda one: (one.agreement_id != agreement.pk, one.due_on or date.max, one.pk))


def _commitment(one: Commitment, agreement: Agreement, people: Any) -> Subject:
    elsewhere = "" if one.agreement_id == agreement.pk else f" ({one.agreement.label})"
    return Subject(f"c{one.pk}", f"{one.deliverable}{elsewhere}", agreement, people, commitment=one)


def key_of(change: Change) -> str:
    """What the subject of ``change`` is called in the form."""
    if change.commitment_id:
        return f"c{change.commitment_id}"
    if change.metric_id:
        return f"m{change.metric_id}"
    return "cadence" if change.kind == ChangeKind.CADENCE else "new"


def _wanted(change: Change) -> dict[str, Any]:
    """What ``change`` asks for, as the form of its subject begins."""
    if change.kind == ChangeKind.DROP_COMMITMENT:
        return {"is_dropped": True}
    if change.kind == ChangeKind.CADENCE:
        return asdict(cadence_from_json(change.now))
    if change.kind == ChangeKind.ADD_COMMITMENT:
        return _promised(change.now)
    return {name: from_json(name, value) for name, value in change.now.items()}


def _promised(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A new commitment as its form begins; what it waits on is not asked there."""
    people = {
        person.email: person for person in Person.objects.filter(email__in=[stored["owner"], stored["accepted_by"]])
    }
    teams = {team.slug: team for team in Team.objects.filter(slug__in=[stored["team"], stored["for_team"]])}
    rows: dict[str, Person | Team | None] = {name: people.get(stored[name]) for name in ("owner", "accepted_by")}
    rows |= {name: teams[stored[name]] for name in ("team", "for_team")}
    plain = ("deliverable", "done_when", "needed_by", "due_on")
    return {**{name: from_json(name, stored[name]) for name in plain}, **rows}


def _keys(data: QueryDict, act: str, about: str) -> list[str]:
    """The options that are there after ``act``; each keeps its key, whatever becomes of the others."""
    keys = [key for key in dict.fromkeys(data.getlist("option")) if key.isdigit()][:FIRST_ALTERNATIVES]
    if act == "another" and len(keys) < FIRST_ALTERNATIVES and about.isdigit():
        keys = [*keys, about]
    if act == "without" and len(keys) > 1:
        keys = [key for key in keys if key != about]
    return keys or ["0"]


def _after(named: list[str], act: str, about: str, key: str, data: QueryDict) -> list[str]:
    option, _, subject = about.partition(":")
    if act == "add" and option == key:
        return [*named, data.get(f"option-{key}-choice", "")]
    if act == "remove" and option == key:
        return [name for name in named if name != subject]
    return named
