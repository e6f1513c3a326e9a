"""One organisation with one of everything that a page shows, made by the operations at the moments they tell of.

It is Monday 1 March 2027, 09:00 UTC. The launch is in force since 25 January: one promise of it drifts, one waits on
that, one is declared done, one is kept, one has lapsed; a proposal waits for Tomas, another is being said back, a
draft lacks much, a trial has ended, and one agreement is only for its parties.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

from agreements.domain.commitments import Standing
from agreements.domain.concerns import About
from agreements.domain.handovers import HandoverRole
from agreements.domain.metrics import BoundKind, Direction
from agreements.domain.mismatches import Where
from agreements.models import Agreement, Commitment, DriftFlag, Handover, Metric
from agreements.operations.agreements import end_agreement
from agreements.operations.assents import propose_metric
from agreements.operations.checkins import check_in
from agreements.operations.concerns import raise_concern, resolve_concern
from agreements.operations.confirmations import confirm_readback
from agreements.operations.deliveries import accept, deliver
from agreements.operations.drafts import CheckInDraft, ConcernDraft, ConfirmationDraft, MetricDraft
from agreements.operations.escalations import open_escalation
from agreements.operations.handovers import hand_over
from agreements.operations.metrics import record_reading
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from agreements.operations.syncs import cancel_sync, close_sync, start_sync
from agreements.operations.topics import add_topic
from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState
from reminders.models import Delivery, Endpoint
from reminders.operations.endpoints import EndpointDraft, add_endpoint, send_test
from reminders.operations.tick import run_every_job
from teams.clock import real_now
from teams.models import Invitation, MembershipRole, Person, Priority, Role, Team
from teams.operations.drafts import PersonDraft, PriorityDraft
from teams.operations.people import invite_person, issue_invitation_token
from teams.operations.priorities import add_priority
from teams.operations.tokens import create_token
from tests.agreements.changing import accepted, asked, countered, later
from tests.agreements.packets import prepared, raised, ruled, sent
from tests.agreements.readbacks import say_back
from tests.factories import (
    AT,
    AgreementFactory,
    CadenceFactory,
    CommitmentFactory,
    DependencyFactory,
    HolidayFactory,
    MembershipFactory,
    MetricFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
    TeamFactory,
)
from tests.sinks import SmtpSink

BEGUN = datetime(2027, 1, 25, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    product: Team
    sales: Team
    maya: Person
    tomas: Person
    dana: Person
    lena: Person
    admin: Person
    executive: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    cast: Cast
    launch: Agreement
    proposed: Agreement
    heard: Agreement
    draft: Agreement
    ended: Agreement
    private: Agreement
    metric: Metric
    drafted_metric: Metric
    asked_metric: Metric  # proposed by Dana, not joint yet
    flags: tuple[DriftFlag, ...]
    handover: Handover
    webhook: Endpoint
    priority: Priority
    invitation: str  # the secrets in two links
    check_in_link: str


def set_scene(relay: SmtpSink) -> Scene:
    """Write all of it; its mails go to ``relay``, which settings.MAILERS lead to."""
    OrganisationFactory.create()
    cast = _cast()
    launch = _written(cast, "Feature launch", shared_goal="Customers adopt it in the first month.")
    metric = _numbers_and_meetings(launch, cast)
    _in_force(launch, cast)
    _lived(launch, metric, cast)
    _changed(launch, cast)
    _meets(launch, cast)
    _worried(launch, cast)
    proposed = _written(cast, "Lead handover", visibility="organisation")
    propose(actor=cast.maya, at=AT - timedelta(days=1), agreement=proposed)
    heard = _said_back(cast)
    ended = _written(cast, "Trial of the new desk")
    _in_force(ended, cast)
    end_agreement(actor=cast.maya, at=AT - timedelta(days=3), agreement=ended, reason="The trial told us enough.")
    private = _written(cast, "Restructuring the discounts", visibility="parties")
    _in_force(private, cast)
    draft = AgreementFactory.create(title="Joint roadmap", created_by=cast.maya)
    PartyFactory.create(agreement=draft, team=cast.product, representative=cast.maya)
    CommitmentFactory.create(agreement=draft, number=1, owner=None, team=cast.product, for_team=cast.sales)
    drafted_metric = MetricFactory.create(agreement=draft, reporter=None)
    asked_metric = _proposed_metric(launch, cast)
    CadenceFactory.create(agreement=draft)
    HolidayFactory.create()
    create_token(actor=cast.admin, at=real_now(), name="Spreadsheet", scope="read")
    newcomer = PersonDraft(email="nora@acme.example", name="Nora Neu")
    invitation = invite_person(actor=cast.admin, at=real_now(), draft=newcomer)
    run_every_job(at=AT, real_at=real_now())
    return Scene(
        cast=cast,
        launch=launch,
        proposed=proposed,
        heard=heard,
        draft=draft,
        ended=ended,
        private=private,
        metric=metric,
        drafted_metric=drafted_metric,
        asked_metric=asked_metric,
        handover=_handed(launch, cast),
        webhook=_connected(cast),
        priority=add_priority(actor=cast.admin, at=AT, draft=PriorityDraft(name="Grow in Europe")),
        flags=tuple(DriftFlag.objects.filter(agreement=launch, shown_at__lte=AT).order_by("pk")),
        invitation=issue_invitation_token(invitation=Invitation.objects.get(pk=invitation.pk)),
        check_in_link=relay.latest_link(cast.dana.email, under="/c/").split("/c/")[1].split("/")[0],
    )


def _connected(cast: Cast) -> Endpoint:
    """Maya's own conversation, her team's, and a webhook that something was posted to. Nothing of it leaves."""
    slack = "https://hooks.slack.com/services/T0/B0/key"
    for team in (None, cast.product):
        own = EndpointDraft(channel=Channel.SLACK, name="Where we talk", url=slack, team=team)
        add_endpoint(actor=cast.maya, at=AT, draft=own)
    draft = EndpointDraft(channel=Channel.WEBHOOK, name="Data warehouse", url="https://hooks.example.org/in")
    webhook, _ = add_endpoint(actor=cast.admin, at=AT, draft=draft)
    delivery = send_test(actor=cast.admin, at=AT, endpoint=webhook)
    reason = "It could not be reached (ConnectTimeout)."
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.EXPIRED, reason=reason)
    return webhook


def _changed(launch: Agreement, cast: Cast) -> None:
    """Lena's date came into force before Dana's was answered; then Dana asks for a week, and Tomas suggests less."""
    feature, outreach = launch.commitments.order_by("number")[:2]
    asked(later(outreach, due_on=date(2027, 3, 18)), by=cast.dana, at=_morning(date(2027, 2, 22)), within=launch)
    first = asked(
        later(outreach, due_on=date(2027, 3, 17)), by=cast.lena, at=_morning(date(2027, 2, 23)), within=launch
    )
    for person in (cast.maya, cast.tomas):
        accepted(first, by=person, at=_morning(date(2027, 2, 24)))
    two = (later(feature), later(feature, due_on=date(2027, 3, 29), label="Two weeks later"))
    second = asked(*two, by=cast.dana, at=_morning(date(2027, 2, 26)), within=launch)
    countered(second, later(feature, due_on=date(2027, 3, 18)), by=cast.tomas, at=_morning(date(2027, 2, 27)))


def _worried(launch: Agreement, cast: Cast) -> None:
    """Lena worries about the feature, Dana about answers; what to do about the desk was decided, two more are asked."""
    feature, day = launch.commitments.get(number=1), timedelta(days=1)
    worry = ConcernDraft(about=About.WORK, text="The test machines are booked until April.", commitment=feature)
    concern = raise_concern(actor=cast.lena, at=AT - 11 * day, agreement=launch, draft=worry)
    answered = raised(cast.dana, launch, at=AT - 9 * day)
    resolve_concern(actor=cast.tomas, at=AT - 8 * day, concern=answered, answer="We answer within two days.")
    raised(cast.dana, launch, at=AT - 2 * day, about=About.WAY_OF_WORKING)
    decided = sent(cast.maya, launch, at=AT - 7 * day)
    ruled(cast.executive, decided, at=AT - 6 * day)
    begun = partial(open_escalation, agreement=launch)
    begun(actor=cast.tomas, at=AT - 3 * day, topic="Price of the pilot")
    prepared(cast.maya, launch, at=AT - 2 * day, concern=concern)
    asked_for = sent(cast.tomas, launch, at=AT - day, topic="Launch date in Austria")
    assert asked_for.is_one_sided


def _handed(launch: Agreement, cast: Cast) -> Handover:
    """Lena asks Tomas to own the outreach; neither he nor Maya, who confirms it, has answered."""
    outreach, owner = launch.commitments.get(number=2), HandoverRole.OWNER
    ask = partial(hand_over, commitment=outreach, role=owner, to_person=cast.tomas)
    return ask(actor=cast.lena, at=AT, reason="I move to another team in April.")


def _meets(launch: Agreement, cast: Cast) -> None:
    """The third sync has begun; Maya brings a topic to it and is in its room."""
    sync = launch.syncs.get(number=3)
    begun = AT - timedelta(minutes=5)
    add_topic(actor=cast.maya, at=begun, agreement=launch, text="Who tells the pilot customers?", minutes=10)
    start_sync(actor=cast.maya, at=begun, sync=sync)


def _said_back(cast: Cast) -> Agreement:
    """Dana heard another date than the terms say, Lena understood something else than Maya; Tomas has not written."""
    agreement = _written(cast, "Support at the weekend")
    propose(actor=cast.maya, at=AT - timedelta(days=2), agreement=agreement)
    a_day_ago = AT - timedelta(days=1)
    say_back(agreement, cast.dana, a_day_ago, "We deliver the feature by 2027-03-22, in 2 countries. All by 3/4.")
    heard = say_back(agreement, cast.maya, a_day_ago, "Dana delivers the feature by 2027-03-15.")
    say_back(agreement, cast.lena, a_day_ago, "I owe Product the outreach by 16 March.")
    mismatch = ConfirmationDraft(matches=False, where=frozenset({Where.WHAT}), understood="For one customer.")
    confirm_readback(actor=cast.lena, at=a_day_ago, readback=heard, draft=mismatch)
    return agreement


def _cast() -> Cast:
    product, sales = TeamFactory.create(name="Product"), TeamFactory.create(name="Sales")
    return Cast(
        product=product,
        sales=sales,
        maya=_member("Maya Okafor", product, MembershipRole.LEAD),
        tomas=_member("Tomas Lindqvist", sales, MembershipRole.LEAD),
        dana=_member("Dana Whitfield", product, MembershipRole.MEMBER),
        lena=_member("Lena Brandt", sales, MembershipRole.MEMBER),
        admin=PersonFactory.create(name="Ada Admin", role=Role.ADMINISTRATOR),
        executive=PersonFactory.create(name="Eva Executive", role=Role.EXECUTIVE),
    )


def _member(name: str, team: Team, role: MembershipRole) -> Person:
    person = PersonFactory.create(name=name)
    MembershipFactory.create(person=person, team=team, role=role)
    return person


def _written(cast: Cast, title: str, **frame: str) -> Agreement:
    """A draft that lacks nothing: Dana owes Sales the feature, Lena owes Product the outreach a day after it."""
    agreement = AgreementFactory.create(title=title, created_by=cast.maya, created_at=BEGUN, **frame)
    PartyFactory.create(agreement=agreement, team=cast.product, representative=cast.maya, gains="Real feedback.")
    PartyFactory.create(agreement=agreement, team=cast.sales, representative=cast.tomas, gains="A date to tell.")
    by_product = {"team": cast.product, "for_team": cast.sales, "owner": cast.dana, "accepted_by": cast.tomas}
    by_sales = {"team": cast.sales, "for_team": cast.product, "owner": cast.lena, "accepted_by": cast.maya}
    feature = CommitmentFactory.create(agreement=agreement, number=1, deliverable="The feature", **by_product)
    outreach = CommitmentFactory.create(
        agreement=agreement, number=2, deliverable="The outreach", due_on=date(2027, 3, 16), **by_sales
    )
    DependencyFactory.create(upstream=feature, downstream=outreach, lag_days=1)
    for number, deliverable, due_on in (
        (3, "Enablement deck", date(2027, 3, 10)),
        (4, "Pricing sheet", date(2027, 2, 12)),
        (5, "List of pilot customers", date(2027, 2, 19)),
    ):
        promised = by_product if number < 5 else by_sales
        CommitmentFactory.create(agreement=agreement, number=number, deliverable=deliverable, due_on=due_on, **promised)
    return agreement


def _numbers_and_meetings(agreement: Agreement, cast: Cast) -> Metric:
    CadenceFactory.create(agreement=agreement)
    return MetricFactory.create(
        agreement=agreement, name="Adoption", reporter=cast.maya, bound_kind=BoundKind.AT_LEAST, bound=Decimal(90)
    )


def _proposed_metric(agreement: Agreement, cast: Cast) -> Metric:
    draft = MetricDraft(
        name="Sellers who were trained",
        direction=Direction.UP,
        baseline=Decimal(0),
        target=Decimal(40),
        target_on=date(2027, 6, 1),
        reporter=cast.lena,
    )
    return propose_metric(actor=cast.dana, at=AT - timedelta(days=1), agreement=agreement, draft=draft)


def _in_force(agreement: Agreement, cast: Cast) -> None:
    version = propose(actor=cast.maya, at=BEGUN, agreement=agreement)
    for person in (cast.maya, cast.tomas):
        sign(actor=person, at=BEGUN + timedelta(hours=1), agreement=agreement, terms_hash=version.terms_hash)
    agreement.refresh_from_db()


def _lived(agreement: Agreement, metric: Metric, cast: Cast) -> None:
    """Five weeks of it, in the order in which they came."""
    feature, outreach, deck, sheet, _ = agreement.commitments.order_by("number")
    held, called_off = agreement.syncs.order_by("number")[:2]
    _read(metric, date(2027, 1, 28), 100)
    close_sync(actor=cast.maya, at=held.starts_at + timedelta(hours=1), sync=held)
    _read(metric, date(2027, 2, 4), 118)
    _says(cast.dana, feature, date(2027, 2, 4), Standing.ON_TRACK)
    _says(cast.lena, outreach, date(2027, 2, 5), Standing.ON_TRACK)
    _read(metric, date(2027, 2, 11), 109)
    deliver(actor=cast.dana, at=_morning(date(2027, 2, 11)), commitment=sheet, evidence="In the shared folder.")
    accept(actor=cast.tomas, at=_morning(date(2027, 2, 12)), commitment=sheet)
    cancel_sync(actor=cast.maya, at=called_off.starts_at - timedelta(days=1), sync=called_off, reason="Half are away.")
    _read(metric, date(2027, 2, 18), 96)
    _says(cast.dana, feature, date(2027, 2, 18), Standing.AT_RISK, note="Rounding breaks the invoice.")
    _read(metric, date(2027, 2, 25), 84)
    _says(cast.dana, feature, date(2027, 2, 26), Standing.OFF_TRACK, expected_on=date(2027, 3, 22))
    deliver(actor=cast.dana, at=_morning(date(2027, 2, 26)), commitment=deck, evidence="In the shared folder.")


def _read(metric: Metric, on: date, value: int) -> None:
    assert metric.reporter is not None
    record_reading(actor=metric.reporter, at=_morning(on), metric=metric, on=on, value=Decimal(value))


def _says(
    person: Person, of: Commitment, on: date, standing: Standing, *, expected_on: date | None = None, note: str = ""
) -> None:
    answer = CheckInDraft(standing=standing, expected_on=expected_on, note=note)
    check_in(actor=person, at=_morning(on), commitment=of, answer=answer)


def _morning(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
