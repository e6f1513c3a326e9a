"""Write the terms of a story, as its first side would."""

from datetime import datetime

from agreements.operations.agreements import draft_agreement
from agreements.operations.cadences import set_cadence
from agreements.operations.commitments import add_commitment
from agreements.operations.drafts import AgreementDraft, CommitmentDraft, MetricDraft, PartyDraft, WaitDraft
from agreements.operations.metrics import add_metric
from agreements.operations.priorities import choose_priority
from reminders.management.sample.cast import ZONE
from reminders.management.sample.script import Measure, Promise
from reminders.management.sample.stage import Stage, rhythm
from teams.models import Person, Priority, Team


def write_terms(stage: Stage, at: datetime) -> None:
    story, author = stage.story, stage.person_of(0)
    draft = AgreementDraft(
        title=story.title,
        shared_goal=story.goal,
        time_zone=ZONE,
        facilitator=author,
        starts_on=stage.day(story.starts),
        review_on=stage.day(story.review),
    )
    parties = tuple(
        PartyDraft(team=stage.teams[side.team], representative=stage.people[side.representative], gains=side.gains)
        for side in story.sides
    )
    stage.agreement = draft_agreement(actor=author, at=at, draft=draft, parties=parties)
    if story.priority:
        serves = Priority.objects.get(name=story.priority)
        stage.agreement = choose_priority(actor=author, at=at, agreement=stage.agreement, priority=serves)
    for promise in story.promises:
        stage.commitments[promise.deliverable] = add_commitment(
            actor=author, at=at, agreement=stage.agreement, draft=_promised(stage, promise)
        )
    for measure in story.measures:
        if measure.proposed is None:
            joint = measured(stage, measure, starts=story.starts)
            stage.metrics[measure.name] = add_metric(actor=author, at=at, agreement=stage.agreement, draft=joint)
    set_cadence(actor=author, at=at, agreement=stage.agreement, draft=rhythm(stage))


def _promised(stage: Stage, promise: Promise) -> CommitmentDraft:
    owner, accepter = stage.people[promise.owner], stage.people[promise.accepter]
    return CommitmentDraft(
        deliverable=promise.deliverable,
        done_when=promise.done_when,
        owner=owner,
        accepted_by=accepter,
        team=_team_of(owner),
        for_team=_team_of(accepter),
        needed_by=None if promise.needed is None else stage.day(promise.needed),
        due_on=stage.day(promise.due),
        waits_on=tuple(WaitDraft(commitment=stage.commitments[name], lag_days=lag) for name, lag in promise.waits_on),
    )


def _team_of(person: Person) -> Team:
    return person.memberships.select_related("team").get().team


def measured(stage: Stage, measure: Measure, *, starts: int) -> MetricDraft:
    """What the terms say of ``measure``, whose line begins on day ``starts``."""
    return MetricDraft(
        name=measure.name,
        unit=measure.unit,
        direction=measure.direction,
        baseline=measure.baseline,
        target=measure.target,
        starts_on=stage.day(starts),
        target_on=stage.day(measure.target_day),
        bound=measure.bound,
        bound_kind=measure.bound_kind,
        bound_on=stage.metrics[measure.bound_on] if measure.bound_on else None,
        reporter=stage.person_of(0),
        every_days=measure.every_days,
    )
