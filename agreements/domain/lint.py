"""What an agreement lacks before it is proposed: some of it has to be mended, the rest is advice."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from agreements.domain.terms import CommitmentTerms, Terms
from teams.domain.language import say

EARLY_END = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is missing, as a sentence; a blocking one stops the proposal."""

    code: str
    message: str
    blocking: bool


def problems(
    terms: Terms, *, as_of: date, team_names: Mapping[str, str], led_by: Mapping[str, Collection[str]]
) -> list[Problem]:
    """Return what is missing from `terms`, blocking problems first.

    `team_names` maps the slug of each party to what people call it, `led_by` to the e-mail addresses of those who
    lead it. Without a start, they start on `as_of`.
    """
    return [
        *_about_parties(terms, team_names),
        *(problem for commitment in terms.commitments for problem in _about_commitment(commitment, terms)),
        *_about_decisions(terms, team_names, led_by),
        *_about_follow_through(terms, as_of),
        *_about_balance(terms, team_names),
    ]


def _about_parties(terms: Terms, names: Mapping[str, str]) -> Iterator[Problem]:
    if len(terms.parties) < 2:
        yield _blocking("too_few_parties", say("An agreement needs at least two parties."))
    promising = {commitment.team for commitment in terms.commitments}
    for party in terms.parties:
        name = names[party.team]
        if party.representative is None:
            yield _blocking("no_representative", say("{name} has nobody yet who signs for it.", name=name))
        if party.team not in promising:
            yield _blocking("party_promises_nothing", say("{name} promises nothing yet.", name=name))


def _about_commitment(commitment: CommitmentTerms, terms: Terms) -> Iterator[Problem]:
    name = f"“{commitment.deliverable}”"
    if commitment.owner is None:
        yield _blocking("no_owner", say("{name} has no owner yet: one person who answers for it.", name=name))
    elif commitment.owner == terms.accepter_of(commitment):
        yield _blocking(
            "accepter_is_owner", say("{name} has to be accepted by somebody other than its owner.", name=name)
        )
    if commitment.due_on is None:
        yield _blocking("no_date", say("{name} has no date yet.", name=name))
    if not commitment.done_when.strip():
        yield _blocking("no_done_when", say("{name} does not say yet when it is done.", name=name))


def _about_decisions(
    terms: Terms, names: Mapping[str, str], led_by: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    for party in terms.parties:
        if party.representative is not None and party.representative not in led_by.get(party.team, ()):
            name = names[party.team]
            yield _advice(
                "no_decision_maker", say("Nobody who signs for {name} leads it: who decides there?", name=name)
            )


def _about_follow_through(terms: Terms, as_of: date) -> Iterator[Problem]:
    if not terms.metrics:
        yield _advice("no_joint_metric", say("There is no joint metric: how will everybody see that it works?"))
    if terms.cadence is None and not _ends_early(terms, as_of):
        yield _advice("no_cadence", say("There is no cadence, and it does not end within 14 days: when will you meet?"))
    if terms.review_on is None:
        yield _advice("no_review_date", say("There is no review date: when will you look at these terms again?"))


def _ends_early(terms: Terms, as_of: date) -> bool:
    until = (terms.starts_on or as_of) + EARLY_END
    dates = [commitment.due_on for commitment in terms.commitments]
    return bool(dates) and all(day is not None and day <= until for day in dates)


def _about_balance(terms: Terms, names: Mapping[str, str]) -> Iterator[Problem]:
    waits = _waits_between_teams(terms)
    for waiting, upstream in sorted(waits):
        if (upstream, waiting) not in waits:
            yield _advice(
                "one_way_dependencies",
                say(
                    "{waiting} waits on {upstream}, and nothing waits the other way: is this a "
                    "request rather than an agreement?",
                    waiting=names[waiting],
                    upstream=names[upstream],
                ),
            )


def _waits_between_teams(terms: Terms) -> set[tuple[str, str]]:
    """Return pairs of the team that waits and another one that it waits on, in this agreement."""
    team_of = {commitment.id: commitment.team for commitment in terms.commitments}
    pairs = {
        (commitment.team, team_of.get(wait.commitment, commitment.team))
        for commitment in terms.commitments
        for wait in commitment.waits_on
    }
    return {(waiting, upstream) for waiting, upstream in pairs if waiting != upstream}


def _blocking(code: str, message: str) -> Problem:
    return Problem(code=code, message=message, blocking=True)


def _advice(code: str, message: str) -> Problem:
    return Problem(code=code, message=message, blocking=False)
