from datetime import UTC, date, datetime

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from teams.models import Holiday, Membership, MembershipRole, Organisation, Person, Team

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)  # a Monday; the moment of the shared cast


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = "Acme"
    time_zone = "Europe/Berlin"


class HolidayFactory(DjangoModelFactory[Holiday]):
    class Meta:
        model = Holiday

    on = date(2027, 3, 26)
    name = "Good Friday"


class PersonFactory(DjangoModelFactory[Person]):
    """Signs in nowhere until a test sets a password; tests act through `force_login` or a token."""

    class Meta:
        model = Person

    name = Sequence(lambda n: f"Person {n}")
    email = LazyAttribute(lambda person: f"{person.name.lower().replace(' ', '.')}@acme.example")
    time_zone = "Europe/Berlin"
    password = "!"
    created_at = AT


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    name = Sequence(lambda n: f"Team {n}")
    slug = LazyAttribute(lambda team: team.name.lower().replace(" ", "-"))
    time_zone = "Europe/Berlin"


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    team = SubFactory(TeamFactory)
    person = SubFactory(PersonFactory)
    role = MembershipRole.MEMBER
