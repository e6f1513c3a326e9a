from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from factory.declarations import LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from agreements.models import (
    Agreement,
    Cadence,
    CheckIn,
    CheckInRole,
    Commitment,
    Concern,
    Dependency,
    DriftFlag,
    Metric,
    Party,
    Reading,
    Strength,
    Sync,
)
from tests.factories.teams import AT, PersonFactory, TeamFactory


class AgreementFactory(DjangoModelFactory[Agreement]):
    """A draft; `is_active=True` makes it one in force since four weeks before `AT`.

    Numbered from 100001, clear of the sequence that `draft_agreement` counts with.
    """

    class Meta:
        model = Agreement

    class Params:
        is_active = Trait(state="active", activated_at=AT - timedelta(weeks=4), starts_on=date(2027, 2, 1))

    number = Sequence(lambda n: n + 100_001)
    title = LazyAttribute(lambda agreement: f"Agreement {agreement.number}")
    time_zone = "Europe/Berlin"
    created_by = SubFactory(PersonFactory)
    created_at = AT - timedelta(weeks=5)
    updated_at = SelfAttribute("created_at")


class PartyFactory(DjangoModelFactory[Party]):
    class Meta:
        model = Party

    agreement = SubFactory(AgreementFactory)
    team = SubFactory(TeamFactory)
    representative = SubFactory(PersonFactory)


class CommitmentFactory(DjangoModelFactory[Commitment]):
    """A proposed one; `is_open=True` makes it one in force since four weeks before `AT`.

    Both of its teams become parties of the agreement when they are not yet.
    """

    class Meta:
        model = Commitment

    class Params:
        is_open = Trait(state="open", opened_at=AT - timedelta(weeks=4), original_due_on=SelfAttribute("due_on"))

    agreement = SubFactory(AgreementFactory)
    number = Sequence(lambda n: n + 1_001)  # clear of the small ones that tests choose themselves
    deliverable = LazyAttribute(lambda commitment: f"Deliverable {commitment.number}")
    done_when = "It works for the first customer."
    team = SubFactory(TeamFactory)
    for_team = SubFactory(TeamFactory)
    owner = SubFactory(PersonFactory)
    accepted_by = SubFactory(PersonFactory)
    due_on = date(2027, 3, 15)

    @classmethod
    def _create(cls, model_class: type[Commitment], *args: Any, **kwargs: Any) -> Commitment:
        for team in (kwargs["team"], kwargs["for_team"]):
            Party.objects.get_or_create(agreement=kwargs["agreement"], team=team)
        commitment: Commitment = super()._create(model_class, *args, **kwargs)
        return commitment


class DependencyFactory(DjangoModelFactory[Dependency]):
    class Meta:
        model = Dependency

    downstream = SubFactory(CommitmentFactory)
    upstream = SubFactory(CommitmentFactory)
    lag_days = 1


class MetricFactory(DjangoModelFactory[Metric]):
    """From 100 on 1 February 2027 up to 500 on 1 August 2027, read every week; joint as its agreement is in force.

    `is_proposed=True` makes it one that the parties of an agreement in force have yet to assent to.
    """

    class Meta:
        model = Metric

    class Params:
        is_proposed = Trait(joint_at=None, proposed_by=SubFactory(PersonFactory), proposed_at=AT)

    agreement = SubFactory(AgreementFactory)
    name = Sequence(lambda n: f"Metric {n}")
    unit = "leads"
    direction = "up"
    baseline = Decimal(100)
    target = Decimal(500)
    starts_on = date(2027, 2, 1)
    target_on = date(2027, 8, 1)
    reporter = SubFactory(PersonFactory)
    joint_at = SelfAttribute("agreement.activated_at")


class ReadingFactory(DjangoModelFactory[Reading]):
    class Meta:
        model = Reading

    metric = SubFactory(MetricFactory)
    on = Sequence(lambda n: date(2027, 2, 1) + timedelta(weeks=n))
    value = Decimal(120)
    recorded_by = SelfAttribute("metric.reporter")
    recorded_at = AT


class CadenceFactory(DjangoModelFactory[Cadence]):
    """Every second Monday at 10:00 in Berlin from 1 February 2027."""

    class Meta:
        model = Cadence

    agreement = SubFactory(AgreementFactory)
    frequency = "weekly"
    interval = 2
    weekday = 0
    time = time(10, 0)
    time_zone = "Europe/Berlin"
    starts_on = date(2027, 2, 1)
    anchor_on = SelfAttribute("starts_on")


class SyncFactory(DjangoModelFactory[Sync]):
    """`slot_on` at 09:00 UTC, which is 10:00 in Berlin's winter."""

    class Meta:
        model = Sync

    cadence = SubFactory(CadenceFactory)
    agreement = SelfAttribute("cadence.agreement")
    number = Sequence(lambda n: n + 1_001)  # clear of the small ones that tests choose themselves
    slot_on = date(2027, 3, 15)
    starts_at = LazyAttribute(lambda sync: AT + (sync.slot_on - AT.date()))
    minutes = 30


class CheckInFactory(DjangoModelFactory[CheckIn]):
    """By the owner, at `AT`, outside any round. The commitment's own columns are left as they are."""

    class Meta:
        model = CheckIn

    commitment = SubFactory(CommitmentFactory, is_open=True)
    person = SelfAttribute("commitment.owner")
    role = CheckInRole.OWNER
    standing = "on_track"
    at = AT


class ConcernFactory(DjangoModelFactory[Concern]):
    """About the work, raised at `AT` and open."""

    class Meta:
        model = Concern

    agreement = SubFactory(AgreementFactory, is_active=True)
    number = Sequence(lambda n: n + 1_001)  # clear of the small ones that tests choose themselves
    about = "work"
    text = "The test machines are booked until April."
    raised_by = SubFactory(PersonFactory)
    raised_at = AT


class DriftFlagFactory(DjangoModelFactory[DriftFlag]):
    """On the agreement itself unless a commitment or a metric is named; shown to everybody at once."""

    class Meta:
        model = DriftFlag

    agreement = SubFactory(AgreementFactory, is_active=True)
    rule = "past_due"
    strength = Strength.STRONG
    sentence = "Its date was 26 February, and it is not delivered."
    evidence = {"due_on": "2027-02-26"}
    next_step = "Deliver it, or ask for a new date."
    opened_at = AT
    shown_at = SelfAttribute("opened_at")
