"""What makes a metric joint: every party says that it matters to them, by signing the terms or one by one later."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from agreements.models import Agreement, Assent, Metric, Party, Version
from agreements.operations import drift
from agreements.operations.drafts import MetricDraft
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement, require_active
from agreements.operations.metrics import facts_of, fill_metric, fresh_metric, today_of
from agreements.operations.versions import Origin, next_version
from agreements.permissions import may_assent, may_decline_metric, may_propose_metric, spoken_for
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import refuse


class AlreadyJointError(RefusalError):
    """Every party has said so, and the terms hold it: it changes by agreement only."""

    code = "already_joint"


class AlreadyAssentedError(RefusalError):
    """A second press of the button changes nothing."""

    code = "already_assented"


@transaction.atomic
def propose_metric(*, actor: Person, at: datetime, agreement: Agreement, draft: MetricDraft) -> Metric:
    """Ask the parties of an agreement in force to answer for one more metric; those of ``actor`` have assented.

    Its line starts on ``starts_on``, else today. Nothing counts it before it is joint.
    """
    agreement = lock_agreement(agreement)
    if not may_propose_metric(actor, agreement):
        raise ForbiddenError(say("Only members of a party can propose a metric."))
    require_active(agreement)
    metric = Metric(agreement=agreement, starts_on=today_of(agreement, at), proposed_by=actor, proposed_at=at)
    fill_metric(metric, draft)
    refuse(_lacking(metric))
    metric.save()
    teams = _assent(metric, actor=actor, at=at)
    record(agreement=agreement, kind="metric_proposed", actor=actor, at=at, data=facts_of(metric) | {"parties": teams})
    _join_if_all_assented(metric, actor=actor, at=at)
    return metric


@transaction.atomic
def assent_to_metric(*, actor: Person, at: datetime, metric: Metric) -> Metric:
    """Say "this matters to us" for every party that ``actor`` signs for or leads.

    The last party's word makes the metric joint: the next version of the terms holds it, at once in force.
    """
    metric = _hold_proposed(metric)
    if not may_assent(actor, metric):
        raise ForbiddenError(say("Only who signs for a party or leads it can say that this matters to them."))
    teams = _assent(metric, actor=actor, at=at)
    if not teams:
        raise AlreadyAssentedError(say("You have said so. The other parties are still asked."))
    metric.revision += 1
    metric.save(update_fields=["revision"])
    data = facts_of(metric) | {"parties": teams}
    record(agreement=metric.agreement, kind="metric_assented", actor=actor, at=at, data=data)
    _join_if_all_assented(metric, actor=actor, at=at)
    return metric


@transaction.atomic
def decline_metric(*, actor: Person, at: datetime, metric: Metric, reason: str) -> None:
    """Drop a metric that is only proposed; the history keeps its name, and why."""
    metric = _hold_proposed(metric)
    if not may_decline_metric(actor, metric):
        raise ForbiddenError(say("Only who signs for a party or leads it, and who proposed it, can decline a metric."))
    if not reason.strip():
        refuse({"reason": [say("Say why, so that a better one can be proposed.")]})
    data = facts_of(metric) | {"reason": reason.strip()}
    record(agreement=metric.agreement, kind="metric_declined", actor=actor, at=at, data=data)
    metric.concerns.update(metric=None, reading_on=None)  # what somebody said of it stays said
    metric.delete()


def join_with_terms(version: Version, *, at: datetime) -> None:
    """Make the metrics of terms that everybody has signed joint: each signature was that party's assent."""
    metrics = version.agreement.metrics.order_by("pk")
    signatures = version.signatures.select_related("party").order_by("pk")
    Assent.objects.bulk_create(
        Assent(metric=metric, team_id=signature.party.team_id, person_id=signature.person_id, at=signature.signed_at)
        for metric in metrics
        for signature in signatures
    )
    metrics.update(joint_at=at)


def _hold_proposed(metric: Metric) -> Metric:
    agreement = lock_agreement(metric.agreement)
    metric = fresh_metric(metric, agreement)
    require_active(agreement)
    if metric.joint_at is not None:
        raise AlreadyJointError(
            say("“{name}” is joint already; its target can only change by agreement.", name=metric.name)
        )
    return metric


def _lacking(metric: Metric) -> dict[str, list[str]]:
    """What a draft may leave open until it is proposed: this is proposed with the press that makes it."""
    rules = [
        ("reporter", metric.reporter is None, say("Say who brings the number.")),
        ("bound_on", _is_only_proposed(metric.bound_on), say("The bound stands on a metric that is joint.")),
    ]
    return {field: [sentence] for field, is_lacking, sentence in rules if is_lacking}


def _is_only_proposed(metric: Metric | None) -> bool:
    return metric is not None and metric.joint_at is None


def _assent(metric: Metric, *, actor: Person, at: datetime) -> list[str]:
    """Write the word of ``actor`` for each of their parties that has not said it; the names of these teams."""
    parties = _asked(spoken_for(actor, metric.agreement), metric).select_related("team").order_by("pk")
    Assent.objects.bulk_create(Assent(metric=metric, team=party.team, person=actor, at=at) for party in parties)
    return [party.team.name for party in parties]


def _asked(parties: QuerySet[Party], metric: Metric) -> QuerySet[Party]:
    """Those of ``parties`` that have not said yet that ``metric`` matters to them."""
    return parties.exclude(team__in=metric.assents.values("team"))


def _join_if_all_assented(metric: Metric, *, actor: Person, at: datetime) -> None:
    if _asked(metric.agreement.parties.all(), metric).exists():
        return
    agreement = metric.agreement
    metric.joint_at = at
    metric.save(update_fields=["joint_at"])
    assert metric.proposed_by is not None  # what the terms held from the start is joint since they are in force
    assert metric.proposed_at is not None
    origin = Origin(metric.proposed_by, metric.proposed_at, today_of(agreement, at), metric=metric)
    version = next_version(agreement=agreement, origin=origin, at=at)
    data = facts_of(metric) | {"version": version.number}
    record(agreement=agreement, kind="metric_joined", actor=actor, at=at, data=data)
    drift.refresh(agreement=agreement, at=at)
