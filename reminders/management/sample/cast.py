"""Seven teams with a lead and a member each, an executive and an administrator. Nobody here is a real person."""

from dataclasses import dataclass

from teams.models import MembershipRole, Role

ORGANISATION = "Larkfield"
ZONE = "Europe/Berlin"
DOMAIN = "holdfast.example"
PASSWORD = "keep-your-word-demo"  # noqa: S105 - the demo prints it; it opens nothing else


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody of the cast; ``key`` is the first name and the address before the @."""

    name: str
    team: str = ""
    membership: str = MembershipRole.MEMBER
    role: str = Role.MEMBER
    zone: str = ZONE

    @property
    def key(self) -> str:
        return self.name.split()[0].lower()


GROWTH, MARGIN, TRUST = "Grow in the mid-market", "Keep the margin", "Be trusted with data"
PRIORITIES = (GROWTH, MARGIN, TRUST)

TEAMS = {
    "product": "Product",
    "sales": "Sales",
    "marketing": "Marketing",
    "finance": "Finance",
    "operations": "Operations",
    "merchandising": "Merchandising",
    "it-security": "IT Security",
}

CAST = (
    Part("Maya Okafor", "product", MembershipRole.LEAD),
    Part("Dana Whitfield", "product"),
    Part("Tomas Rivera", "sales", MembershipRole.LEAD, zone="Europe/London"),
    Part("Lena Brandt", "sales"),
    Part("Priya Raman", "marketing", MembershipRole.LEAD),
    Part("Jonas Keller", "marketing"),
    Part("Henrik Dahl", "finance", MembershipRole.LEAD),
    Part("Sofia Marin", "finance"),
    Part("Amara Diallo", "operations", MembershipRole.LEAD),
    Part("Pavel Novak", "operations"),
    Part("Ines Costa", "merchandising", MembershipRole.LEAD),
    Part("Ravi Patel", "merchandising"),
    Part("Aiko Tanaka", "it-security", MembershipRole.LEAD),
    Part("Sam Iyer", "it-security"),
)
EXECUTIVE = Part("Nora Lindqvist", role=Role.EXECUTIVE)
ADMINISTRATOR = Part("Elias Berg", role=Role.ADMINISTRATOR)


def address(part: Part) -> str:
    """The e-mail address of a part; the two with a role in the organisation are called by it."""
    called = {Role.ADMINISTRATOR: "admin", Role.EXECUTIVE: "executive"}
    return f"{called.get(Role(part.role), part.key)}@{DOMAIN}"
