"""A team's conversation is told what all of the team may read, from what holds now, and speaks to nobody."""

from datetime import datetime, timedelta

import pytest

from agreements.domain.concerns import About
from agreements.models import Sync
from reminders.domain.kinds import Kind
from reminders.domain.posts import Part
from reminders.models import Reminder
from reminders.reports.sections import Gone
from reminders.reports.team_posts import SAY, team_part
from teams.models import Person, Team
from tests.factories import ConcernFactory, DriftFlagFactory
from tests.reminders.conftest import Deal
from tests.reminders.reports.syncs import meet


def reminder(kind: Kind, deal: Deal, person: Person, at: datetime, **about: object) -> Reminder:
    return Reminder(
        kind=kind,
        recipient=person,
        agreement=deal.agreement,
        local_on=at.date(),
        due_at=at,
        expires_at=at + timedelta(days=7),
        headline=f"Headline of {kind}",
        **about,
    )


def test_every_kind_for_teams_has_words() -> None:
    assert set(SAY) == {kind for kind in Kind if kind.manner.for_team}


def test_a_flag_says_why_and_what_next(deal: Deal, maya: Person, product: Team, at: datetime) -> None:
    flag = DriftFlagFactory.create(commitment=deal.commitment, agreement=deal.agreement, shown_at=at, first_told=None)

    said = team_part(
        reminder(Kind.FLAG_SHOWN, deal, maya, at, flag=flag, commitment=deal.commitment), team=product.pk, at=at
    )
    assert isinstance(said, Part)
    assert said.headline.startswith("Enablement deck (Product → Sales)")
    assert flag.next_step in said.text
    assert said.buttons[0].url.endswith(f"/flags/{flag.pk}/")


@pytest.mark.parametrize("change", ["closed", "not shown"])
def test_a_flag_that_is_not_for_all_is_left_out(
    change: str, deal: Deal, maya: Person, product: Team, at: datetime
) -> None:
    flag = DriftFlagFactory.create(commitment=deal.commitment, agreement=deal.agreement, shown_at=at, first_told=None)
    if change == "closed":
        flag.closed_at = at
    else:
        flag.shown_at = at + timedelta(hours=1)

    assert isinstance(team_part(reminder(Kind.FLAG_SHOWN, deal, maya, at, flag=flag), team=product.pk, at=at), Gone)


def test_a_sync_is_told_at_its_home(deal: Deal, maya: Person, product: Team, at: datetime) -> None:
    sync = meet(deal)

    said = team_part(reminder(Kind.SYNC_TOMORROW, deal, maya, at, sync=sync), team=product.pk, at=at)
    assert isinstance(said, Part)
    assert said.headline == "Wed 17 Mar, 10:00 Berlin: sync on Pricing launch, 30 minutes"
    assert said.buttons[0].url.endswith(f"/syncs/{sync.number}/")


def test_a_moved_sync_says_from_when_to_when(deal: Deal, maya: Person, product: Team, at: datetime) -> None:
    sync = meet(deal)
    sync.moved_from, sync.starts_at = sync.starts_at, sync.starts_at + timedelta(days=1)
    sync.move_reason = "A fair"

    said = team_part(reminder(Kind.SYNC_MOVED, deal, maya, at, sync=sync), team=product.pk, at=at)
    assert isinstance(said, Part)
    assert said.headline == ("Moved to Thu 18 Mar, 10:00 Berlin: sync on Pricing launch (was Wed 17 Mar, 10:00 Berlin)")
    assert said.text.startswith("A fair")


def test_what_became_of_a_sync_decides(deal: Deal, maya: Person, product: Team, at: datetime) -> None:
    sync: Sync = meet(deal)
    called_off = reminder(Kind.SYNC_CANCELLED, deal, maya, at, sync=sync)
    ahead = reminder(Kind.SYNC_TOMORROW, deal, maya, at, sync=sync)
    assert isinstance(team_part(called_off, team=product.pk, at=at), Gone)

    sync.cancelled_at, sync.cancel_reason = at, "Nothing to talk about"
    assert isinstance(team_part(ahead, team=product.pk, at=at), Gone)
    said = team_part(called_off, team=product.pk, at=at)
    assert isinstance(said, Part)
    assert said.headline == "Called off: sync on Pricing launch, Wed 17 Mar, 10:00 Berlin"


@pytest.mark.parametrize(("about", "is_told"), [(About.WORK, True), (About.WAY_OF_WORKING, False)])
def test_how_people_work_together_is_nothing_for_all(
    about: About, is_told: bool, deal: Deal, maya: Person, product: Team, at: datetime
) -> None:
    concern = ConcernFactory.create(agreement=deal.agreement, about=about, raised_by=maya)

    said = team_part(reminder(Kind.CONCERN_RAISED, deal, maya, at, concern=concern), team=product.pk, at=at)
    assert isinstance(said, Part) == is_told


@pytest.mark.parametrize("kind", [Kind.KEPT, Kind.IN_FORCE, Kind.SYNC_NOTES])
def test_what_happened_stays_told(kind: Kind, deal: Deal, maya: Person, product: Team, at: datetime) -> None:
    said = team_part(reminder(kind, deal, maya, at), team=product.pk, at=at)

    assert isinstance(said, Part)
    assert said.headline == f"Headline of {kind}"
    assert said.text == f"{deal.agreement.label} Pricing launch"


def test_a_team_that_is_no_party_any_more_hears_nothing(
    deal: Deal, maya: Person, product: Team, sales: Team, at: datetime
) -> None:
    said = team_part(reminder(Kind.KEPT, deal, maya, at), team=product.pk + sales.pk, at=at)

    assert said == Gone("the team is no party of it any more")


def test_what_a_german_reader_was_told_is_told_to_the_team_in_english(
    deal: Deal, product: Team, maya: Person, at: datetime
) -> None:
    maya.language = "de"
    maya.save()
    concern = ConcernFactory.create(agreement=deal.agreement, about=About.WORK, text="The machines are booked.")

    said = team_part(reminder(Kind.CONCERN_RAISED, deal, maya, at, concern=concern), team=product.pk, at=at)

    assert isinstance(said, Part)
    assert said.headline == "A concern about Pricing launch: The machines are booked."
