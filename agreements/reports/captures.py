"""What a line can name when a person writes it: only what that person may see, and agreements they may add to."""

from collections import defaultdict
from datetime import date, datetime

from django.db.models import Q

from agreements.domain.agreements import AgreementState
from agreements.domain.capture import Directory, KnownAgreement, KnownMetric, KnownPerson, KnownTeam, Setting
from agreements.domain.readback import DayMonth
from agreements.models import Agreement, Metric, Party, Sync
from agreements.models.agreements import AgreementQuerySet
from teams.domain.calendar import local_date, zone
from teams.domain.language import say
from teams.models import Membership, Person, Team

EXAMPLES = (
    "@dana to deliver the API spec for Sales in 2 weeks #31",
    "@lena to share the rounding test by Friday #31",
    "Enablement deck for Sales by the end of next month",
)


def setting_of(
    *, viewer: Person, at: datetime, here: Agreement | None = None, order: DayMonth | None = None
) -> Setting:
    """Everything that a line of ``viewer`` can name at ``at``, written on the pages of ``here``. Seven queries."""
    return Setting(
        today=local_date(at, zone=zone(viewer.time_zone)),
        directory=_directory(open_to(viewer, here=here), at),
        here=here.number if here else None,
        order=order,
    )


def open_to(person: Person, *, here: Agreement | None = None) -> AgreementQuerySet:
    """The drafts that ``person`` may edit, the agreements in force in which they may ask for a change, and ``here``."""
    party = Party.objects.filter(Q(representative=person) | Q(team__memberships__person=person)).values("agreement")
    promised = Q(pk__in=person.commitments.values("agreement")) | Q(pk__in=person.accepts.values("agreement"))
    draft = Q(state=AgreementState.DRAFT) & (Q(created_by=person) | Q(pk__in=party))
    in_force = Q(state=AgreementState.ACTIVE) & (promised | Q(pk__in=party))
    return Agreement.objects.visible_to(person).filter(draft | in_force | Q(pk=here.pk if here else None))


def _directory(agreements: AgreementQuerySet, at: datetime) -> Directory:
    rows = list(agreements.order_by("number"))
    keys = {row.pk: row.number for row in rows}
    parties, syncs = _parties(keys), _next_syncs(keys, at)
    metrics = Metric.objects.in_terms().filter(agreement__in=keys).order_by("name", "pk")
    return Directory(
        people=_people(),
        teams=tuple(KnownTeam(*row) for row in Team.objects.order_by("name", "pk").values_list("slug", "name")),
        agreements=tuple(
            KnownAgreement(
                row.number,
                row.title,
                tuple(parties[row.pk]),
                syncs.get(row.pk),
                is_draft=row.state == AgreementState.DRAFT,
            )
            for row in rows
        ),
        metrics=tuple(
            KnownMetric(pk, name, keys[agreement])
            for pk, name, agreement in metrics.values_list("pk", "name", "agreement")
        ),
    )


def _people() -> tuple[KnownPerson, ...]:
    """Everybody who is still here; who is in which team anybody may know."""
    teams: dict[int, set[str]] = defaultdict(set)
    for person, slug in Membership.objects.filter(person__is_active=True).values_list("person", "team__slug"):
        teams[person].add(slug)
    people = Person.objects.active().order_by("name", "pk").values_list("pk", "email", "name")
    return tuple(KnownPerson(email, name, frozenset(teams[pk])) for pk, email, name in people)


def _parties(agreements: dict[int, int]) -> dict[int, list[str]]:
    slugs: dict[int, list[str]] = defaultdict(list)
    rows = Party.objects.filter(agreement__in=agreements).order_by("agreement", "team__name")
    for agreement, slug in rows.values_list("agreement", "team__slug"):
        slugs[agreement].append(slug)
    return slugs


def _next_syncs(agreements: dict[int, int], at: datetime) -> dict[int, date]:
    """The local date of the next sync of each agreement that has one."""
    ahead = Sync.objects.outside_pauses().filter(
        agreement__in=agreements, starts_at__gt=at, held_at=None, cancelled_at=None
    )
    syncs = ahead.select_related("cadence").order_by("agreement", "starts_at").distinct("agreement")
    return {sync.agreement_id: local_date(sync.starts_at, zone=zone(sync.cadence.time_zone)) for sync in syncs}


def examples_in(setting: Setting, *, viewer: Person) -> tuple[str, ...]:
    """Return three lines to begin with, about what the writer can name."""
    agreement = next((one for one in setting.directory.agreements if len(one.teams) > 1), None)
    if agreement is None:
        return EXAMPLES
    known = setting.directory
    side = next((slug for slug in agreement.teams if any(slug in one.teams for one in known.people)), "")
    people = [one for one in known.people if side in one.teams and one.email != viewer.email]
    who = f"@{people[0].name}" if people else "@name"
    other = next((one.name for one in known.teams if one.slug in agreement.teams and one.slug != side), "")
    return (
        say(
            "{who} to deliver the API spec for {other} in 2 weeks #{number}",
            who=who,
            other=other,
            number=agreement.number,
        ),
        say("{who} to share the rounding test by Friday #{number}", who=who, number=agreement.number),
        say("Enablement deck for {other} by the end of next month", other=other),
    )
