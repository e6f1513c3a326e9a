"""Three agreements in force, one after the other: Product's feature, Sales' outreach, Design's page, Product's report.

`launched` holds feature and outreach (a day after the feature), `campaign` the page (two days after the outreach),
`review` the report (three days after the page). Nobody of Product and Sales reads `campaign` unless they sign in it.
"""

import json
from datetime import date

import pytest

from agreements.domain.terms import canonical, terms_hash
from agreements.models import Agreement, Commitment, Party, Version
from agreements.reports.terms import terms_of
from teams.models import Person, Team
from tests.factories import (
    AT,
    AgreementFactory,
    CommitmentFactory,
    DependencyFactory,
    PartyFactory,
    PersonFactory,
    TeamFactory,
)


def in_force(agreement: Agreement) -> Version:
    """The first version of ``agreement``, as it stands."""
    terms = terms_of(agreement)
    return Version.objects.create(
        agreement=agreement,
        number=1,
        terms=json.loads(canonical(terms)),
        terms_hash=terms_hash(terms),
        proposed_by=agreement.created_by,
        proposed_at=AT,
        answer_by=AT.date(),
        in_force_at=AT,
    )


@pytest.fixture
def feature(launched: Agreement) -> Commitment:
    """Dana owes it to Sales by Monday 15 March."""
    return launched.commitments.select_related("agreement", "owner").get(number=1)


@pytest.fixture
def outreach(launched: Agreement) -> Commitment:
    """Lena owes it to Product by Tuesday 16 March, a day after the feature."""
    return launched.commitments.select_related("agreement", "owner").get(number=2)


@pytest.fixture
def design(organisation: None) -> Team:
    return TeamFactory.create(name="Design")


@pytest.fixture
def iris(design: Team) -> Person:
    """Signs for Design wherever it is a party."""
    return PersonFactory.create(name="Iris Moreau")


@pytest.fixture
def noor(design: Team) -> Person:
    """Owes the page."""
    return PersonFactory.create(name="Noor Haddad")


@pytest.fixture
def page(outreach: Commitment, sales: Team, design: Team, tomas: Person, iris: Person, noor: Person) -> Commitment:
    """Noor of Design owes it to Sales by Thursday 18 March, two days after the outreach, in an agreement of theirs."""
    agreement = AgreementFactory.create(title="Campaign", is_active=True, visibility="parties", time_zone="Asia/Tokyo")
    PartyFactory.create(agreement=agreement, team=sales, representative=tomas)
    PartyFactory.create(agreement=agreement, team=design, representative=iris)
    page = CommitmentFactory.create(
        agreement=agreement,
        number=1,
        is_open=True,
        deliverable="The page",
        team=design,
        for_team=sales,
        owner=noor,
        accepted_by=tomas,
        due_on=date(2027, 3, 18),
    )
    DependencyFactory.create(upstream=outreach, downstream=page, lag_days=2)
    in_force(agreement)
    return page


@pytest.fixture
def report(page: Commitment, product: Team, design: Team, maya: Person, dana: Person, iris: Person) -> Commitment:
    """Dana of Product owes it to Design by Sunday 21 March, three days after the page, in a third agreement."""
    agreement = AgreementFactory.create(title="Review", is_active=True)
    PartyFactory.create(agreement=agreement, team=product, representative=maya)
    PartyFactory.create(agreement=agreement, team=design, representative=iris)
    report = CommitmentFactory.create(
        agreement=agreement,
        number=1,
        is_open=True,
        deliverable="The report",
        team=product,
        for_team=design,
        owner=dana,
        accepted_by=iris,
        due_on=date(2027, 3, 21),
    )
    DependencyFactory.create(upstream=page, downstream=report, lag_days=3)
    in_force(agreement)
    return report


def signs_no_more(agreement: Agreement, person: Person) -> None:
    Party.objects.filter(agreement=agreement, representative=person).update(representative=None)


def leaves(person: Person) -> None:
    person.is_active = False
    person.save(update_fields=["is_active"])
