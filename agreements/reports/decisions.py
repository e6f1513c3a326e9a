"""What waits for one person alone: to say terms back, answer, settle and sign them, to answer changes and concerns,
to confirm, to say one's side of a decision asked for, and to decide it.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.domain.agreements import AgreementState
from agreements.domain.amendments import AmendmentState, Answer
from agreements.domain.commitments import CommitmentState
from agreements.domain.escalations import EscalationState
from agreements.models import (
    Agreement,
    Alternative,
    Amendment,
    Commitment,
    Concern,
    Confirmation,
    Consent,
    Difference,
    Escalation,
    Party,
    Readback,
    Statement,
    Version,
)
from agreements.permissions import may_rule
from agreements.reports.asked import WRITTEN, asking, signatures_under_open_terms, standing_readbacks
from teams.domain.calendar import local_date, zone
from teams.models import Membership, MembershipRole, Person

ONE_DAY = timedelta(days=1)
TO_CONFIRM_IN = (AgreementState.ACTIVE, AgreementState.ENDED)


def to_read_back(viewer: Person) -> QuerySet[Agreement]:
    """Proposed agreements in which ``viewer`` is asked, and has neither said the terms back nor signed them."""
    signed = signatures_under_open_terms(viewer).filter(version__agreement=OuterRef("pk"))
    return asking(viewer).filter(~Exists(_written_by(viewer, "pk")), ~Exists(signed))


def to_answer(viewer: Person) -> QuerySet[Readback]:
    """What others heard, which ``viewer`` can read and has said nothing about."""
    said = Confirmation.objects.filter(readback=OuterRef("pk"), person=viewer)
    others = standing_readbacks().filter(agreement__in=asking(viewer)).exclude(person=viewer)
    return others.filter(Exists(_written_by(viewer, "agreement")), ~Exists(said))


def to_settle(viewer: Person) -> QuerySet[Difference]:
    """What differs in the words of ``viewer``, or in those on the terms they proposed, once they may read it."""
    proposed = open_versions().filter(proposed_by=viewer, agreement=OuterRef("readback__agreement"))
    is_unsealed = Exists(_written_by(viewer, "readback__agreement")) | ~Q(readback__agreement__in=asking(viewer))
    theirs = Q(readback__person=viewer) | (Exists(proposed) & is_unsealed)
    return _open_differences().filter(theirs, readback__agreement__state=AgreementState.READBACK)


def to_sign(viewer: Person) -> QuerySet[Agreement]:
    """Proposed agreements that ``viewer`` signs for a party, said back, and can sign now."""
    signed = signatures_under_open_terms(viewer).filter(version__agreement=OuterRef("pk"))
    differs = _open_differences().filter(readback__agreement=OuterRef("pk"))
    asked = Agreement.objects.filter(state=AgreementState.READBACK, parties__representative=viewer)
    return asked.filter(Exists(_written_by(viewer, "pk")), ~Exists(signed), ~Exists(differs)).distinct()


def to_decide(viewer: Person, *, at: datetime) -> list[Version]:
    """Terms that ``viewer`` proposed, whose window for answers has passed: more time, take back, or set aside."""
    versions = open_versions().filter(proposed_by=viewer, answer_by__lt=at.date() + ONE_DAY)  # ahead of UTC
    return [
        version
        for version in versions.select_related("agreement").order_by("answer_by", "pk")
        if version.answer_by < local_date(at, zone=zone(version.agreement.time_zone))
    ]


def to_confirm(viewer: Person) -> QuerySet[Commitment]:
    """Deliveries that ``viewer`` accepts, themselves or as a delegate, in agreements in force or ended before that."""
    stands_in = Q(accepted_by__delegate=viewer, agreement__in=Agreement.objects.visible_to(viewer))
    theirs = Commitment.objects.filter(Q(accepted_by=viewer) | stands_in).exclude(owner=viewer)
    return theirs.filter(state=CommitmentState.DELIVERED, agreement__state__in=TO_CONFIRM_IN)


def to_consent(viewer: Person) -> QuerySet[Amendment]:
    """Open changes that wait for ``viewer``: they accepted no option that nobody has declined, and one asks them."""
    theirs = Consent.objects.filter(person=viewer, alternative__in=Alternative.objects.open())
    here = theirs.filter(alternative__amendment=OuterRef("pk"))
    waiting, content = here.filter(answer=None), here.filter(answer=Answer.ACCEPT)
    return Amendment.objects.open().filter(Exists(waiting), ~Exists(content))


def to_ask_again(viewer: Person) -> QuerySet[Amendment]:
    """Changes that ``viewer`` asked for and that were not answered in time."""
    return Amendment.objects.filter(state=AmendmentState.EXPIRED, asked_by=viewer)


def to_answer_concern(viewer: Person) -> QuerySet[Concern]:
    """Open concerns that another party of an agreement raised, for those who sign for or lead one."""
    belongs = Membership.objects.filter(team=OuterRef("team"), person=OuterRef(OuterRef("raised_by")))
    theirs = Party.objects.filter(_speaks_for(viewer), ~Exists(belongs), agreement=OuterRef("agreement"))
    others = theirs.filter(~Q(representative=OuterRef("raised_by")) | Q(representative=None))
    under_way = Concern.objects.open().filter(agreement__state__in=(AgreementState.ACTIVE, AgreementState.READBACK))
    return under_way.filter(Exists(others)).exclude(raised_by=viewer)


def to_state(viewer: Person) -> QuerySet[Escalation]:
    """Packets in which a party that ``viewer`` signs for or leads has not said its reason."""
    said = Statement.objects.filter(escalation=OuterRef(OuterRef("pk")), team=OuterRef("team"))
    silent = Party.objects.filter(_speaks_for(viewer), ~Exists(said), agreement=OuterRef("agreement"))
    return Escalation.objects.open().filter(Exists(silent))


def to_rule(viewer: Person) -> QuerySet[Escalation]:
    """What executives are asked to decide; nothing for anybody else."""
    asked = Escalation.objects.filter(state=EscalationState.ASKED)
    return asked if may_rule(viewer) else asked.none()


def open_versions() -> QuerySet[Version]:
    """Terms that wait for signatures."""
    return Version.objects.standing().filter(in_force_at=None, agreement__state=AgreementState.READBACK).defer("terms")


def _speaks_for(viewer: Person) -> Q:
    """Of parties: those that ``viewer`` signs for, or whose team they lead."""
    led = viewer.memberships.filter(role=MembershipRole.LEAD).values("team")
    return Q(representative=viewer) | Q(team__in=led)


def _written_by(person: Person, agreement: str) -> QuerySet[Readback]:
    return Readback.objects.filter(WRITTEN, person=person, agreement=OuterRef(agreement))


def _open_differences() -> QuerySet[Difference]:
    return Difference.objects.filter(settled_at=None, readback__person__is_active=True)
