"""Readbacks laid beside the terms as they stand: what the rules of ``agreements.domain.readback`` find in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from agreements.domain.readback import DayMonth, Finding, Recorded, Said, line_hash, read_back, recorded
from agreements.models import Agreement, Readback
from agreements.reports.terms import terms_of
from teams.domain.calendar import local_date, zone
from teams.models import Person, Team


@dataclass(frozen=True, slots=True)
class Beside:
    """The terms as a readback needs them; ``hashes`` holds that of each line, by the commitment's id."""

    recorded: Recorded
    hashes: Mapping[int, str]
    zone: ZoneInfo

    def found_in(self, readback: Readback, *, own: frozenset[int]) -> tuple[Finding, ...]:
        """What a written ``readback`` says about the terms; relative dates count from the day of writing."""
        assert readback.written_at is not None
        return read_back(
            readback.text,
            said=said_in(readback),
            terms=self.recorded,
            own=own,
            today=self.day_of(readback.written_at),
            order=DayMonth(readback.order) if readback.order else None,
        )

    def day_of(self, at: datetime) -> date:
        return local_date(at, zone=self.zone)

    def lines_of(self, own: frozenset[int]) -> dict[str, str]:
        """The hashes of these lines as a readback and a confirmation store them."""
        return {str(line): self.hashes[line] for line in sorted(own)}


def beside(agreement: Agreement) -> Beside:
    """The terms of ``agreement`` as they stand. Seven queries, however many readbacks are laid beside them."""
    terms = terms_of(agreement)
    teams = dict(Team.objects.filter(parties__agreement=agreement).values_list("slug", "name"))
    return Beside(
        recorded=recorded(terms, people=_people(agreement), teams=teams),
        hashes={commitment.id: line_hash(commitment) for commitment in terms.commitments},
        zone=zone(agreement.time_zone),
    )


def said_in(readback: Readback) -> tuple[Said, ...]:
    """The answers that were given beside the text."""
    return tuple(
        Said(
            commitment=one["commitment"],
            due_on=date.fromisoformat(one["due_on"]) if one["due_on"] else None,
            owner=one["owner"],
            quantity=one["quantity"],
        )
        for one in readback.said
    )


def _people(agreement: Agreement) -> dict[str, str]:
    """Those whose names may appear, by e-mail address: whoever the terms name, and the members of the parties."""
    members = Q(memberships__team__parties__agreement=agreement)
    named = (
        Q(pk__in=agreement.parties.values("representative"))
        | Q(pk__in=agreement.commitments.values("owner"))
        | Q(pk__in=agreement.commitments.values("accepted_by"))
        | Q(pk__in=agreement.metrics.in_terms().values("reporter"))
    )
    return dict(Person.objects.filter(members | named).distinct().values_list("email", "name"))
