"""The last consent: all changes of one alternative come into force at once, in every agreement they touch."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db.models import Max

from agreements.domain.amendments import PATHS, AmendmentMove, AmendmentState, ChangeKind
from agreements.domain.commitments import Adjustment, CommitmentState
from agreements.models import Alternative, Amendment, Change, Commitment, Dependency, Metric, Version
from agreements.operations import drift
from agreements.operations.amendments.alternatives import count_notice
from agreements.operations.amendments.holding import Held, require_held
from agreements.operations.amendments.telling import facts_of, told
from agreements.operations.amendments.values import cadence_from_json, from_json
from agreements.operations.cadences import change_cadence
from agreements.operations.events import record
from agreements.operations.outcomes import decide_outcome
from agreements.operations.standings import forget_owner, forget_word
from agreements.operations.versions import Origin, next_version
from agreements.reports.contents import agreements_of
from agreements.reports.standing import changes_in
from teams.models import Person, Team


def agree(held: Held, alternative: Alternative, *, actor: Person, at: datetime) -> None:
    """Make all that ``alternative`` changes, whose content is as things are now: next version of each agreement."""
    amendment, changes = held.amendment, changes_in(alternative)
    require_held(agreements_of(changes), held.agreements)
    amendment.state = PATHS.after(AmendmentState(amendment.state), AmendmentMove.AGREE)
    count_notice(held, [changes])
    facts = [(change.agreement_id, fact) for change, fact in zip(changes, told(changes), strict=True)]
    _apply(changes, held, at)
    amendment.agreed, amendment.closed_at = alternative, at
    amendment.save()
    for pk in sorted(agreements_of(changes)):
        agreement = held.agreements[pk]
        version = next_version(agreement=agreement, origin=_origin(amendment), at=at)
        data = _facts(version, alternative, held) | {"changes": [fact for owner, fact in facts if owner == pk]}
        record(agreement=agreement, kind="amended", actor=actor, at=at, data=data)
        drift.refresh(agreement=agreement, at=at)


def _apply(changes: Sequence[Change], held: Held, at: datetime) -> None:
    about = [change.commitment_id for change in changes if change.commitment_id is not None]
    rows = {row.pk: row for row in _lock(about)}
    for change in changes:
        if change.commitment_id is not None:
            row = rows[change.commitment_id]
            row.agreement = held.agreements[row.agreement_id]
            _change_commitment(row, change, held, at)
        else:
            ELSE[ChangeKind(change.kind)](change, held, at)


def _lock(commitments: Sequence[int]) -> Sequence[Commitment]:
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True).select_related("owner", "accepted_by")
    return list(rows.filter(pk__in=commitments).order_by("pk"))


def _change_commitment(row: Commitment, change: Change, held: Held, at: datetime) -> None:
    if change.kind == ChangeKind.DROP_COMMITMENT:
        row.state, row.released_at = CommitmentState.RELEASED, at
    else:
        _set(row, change, at)
    if not change.is_ripple:
        is_late = row.adjusted == Adjustment.LATE or not held.amendment.is_early
        row.adjusted = Adjustment.LATE if is_late else Adjustment.EARLY
    decide_outcome(row)
    row.revision += 1
    row.save()


def _set(row: Commitment, change: Change, at: datetime) -> None:
    """Give ``row`` its new values. What its owner said about the former date, or a former owner said, is over."""
    for field, value in change.now.items():
        setattr(row, field, from_json(field, value))
    if "due_on" in change.now:
        row.moves += 1
    if "owner" in change.now:
        forget_owner(row, at=at)
    elif "due_on" in change.now and not change.is_ripple:
        forget_word(row, at=at)


def _add(change: Change, held: Held, at: datetime) -> None:
    agreement, now = held.agreements[change.agreement_id], change.now
    last = agreement.commitments.aggregate(last=Max("number"))["last"] or 0
    teams = {team.slug: team for team in Team.objects.filter(slug__in=[now["team"], now["for_team"]])}
    people = {person.email: person for person in Person.objects.filter(email__in=[now["owner"], now["accepted_by"]])}
    row = Commitment(agreement=agreement, number=last + 1, state=CommitmentState.OPEN, opened_at=at)
    for field in ("deliverable", "done_when", "needed_by", "due_on"):
        setattr(row, field, from_json(field, now[field]))
    row.team, row.for_team = teams[now["team"]], teams[now["for_team"]]
    row.owner, row.accepted_by = people[now["owner"]], people[now["accepted_by"]]
    row.original_due_on = row.due_on
    row.save()
    _wait_on(row, {wait["commitment"]: wait["lag_days"] for wait in now["waits_on"]})


def _wait_on(row: Commitment, lags: Mapping[int, int]) -> None:
    """Make ``row`` wait on the commitments of the keys in ``lags``; whoever is removing one of them is too late."""
    require_held(lags, [upstream.pk for upstream in _lock(list(lags))])
    wait = partial(Dependency, downstream=row)
    Dependency.objects.bulk_create(wait(upstream_id=upstream, lag_days=lag) for upstream, lag in lags.items())


def _change_metric(change: Change, _: Held, __: datetime) -> None:
    assert change.metric_id is not None  # the database holds that for a change of a metric
    metric = Metric.objects.get(pk=change.metric_id)
    for field, value in change.now.items():
        setattr(metric, field, from_json(field, value))
    metric.looked_at = None  # its forecast is to be counted again
    metric.revision += 1
    metric.save()


def _change_cadence(change: Change, held: Held, at: datetime) -> None:
    agreement = held.agreements[change.agreement_id]
    change_cadence(agreement=agreement, at=at, draft=cadence_from_json(change.now))


def _origin(amendment: Amendment) -> Origin:
    return Origin(amendment.asked_by, amendment.asked_at, amendment.answer_by, amendment)


def _facts(version: Version, alternative: Alternative, held: Held) -> dict[str, object]:
    amendment = held.amendment
    return facts_of(held) | {
        "version": version.number,
        "alternative": alternative.label,
        "notice_days": amendment.notice_days,
        "is_early": amendment.is_early,
    }


ELSE = {ChangeKind.ADD_COMMITMENT: _add, ChangeKind.METRIC: _change_metric, ChangeKind.CADENCE: _change_cadence}
