"""The people, teams and agreements that the lines of the corpus speak of."""

from datetime import date

from agreements.domain.capture import Directory, KnownAgreement, KnownMetric, KnownPerson, KnownTeam

TODAY = date(2027, 3, 1)  # a Monday


def _person(local: str, name: str, *teams: str) -> KnownPerson:
    return KnownPerson(f"{local}@acme.example", name, frozenset(teams))


ACME = Directory(
    people=(
        _person("dana.whitfield", "Dana Whitfield", "platform"),
        _person("dana.petrova", "Dana Petrova", "sales"),
        _person("lena.brandt", "Lena Brandt", "sales"),
        _person("maya.okafor", "Maya Okafor", "product"),
        _person("tomas", "Tomás Lindqvist", "sales"),
        _person("juergen", "Jürgen Müller", "platform"),
        _person("anna-lena", "Anna-Lena Groß", "marketing"),
        _person("will", "Will Young", "marketing"),
        _person("siobhan", "Siobhán O'Neill", "product"),
        _person("may.chen", "May Chen", "data-platform"),
        _person("both", "Robin Both", "platform", "sales"),
        _person("michal", "מיכל כהן", "product"),
        _person("wei", "张伟", "platform"),
    ),
    teams=(
        KnownTeam("platform", "Platform"),
        KnownTeam("product", "Product"),
        KnownTeam("sales", "Sales"),
        KnownTeam("marketing", "Marketing"),
        KnownTeam("data-platform", "Data Platform"),
    ),
    agreements=(
        KnownAgreement(
            31, "Usage-based pricing launch", ("platform", "product", "sales", "marketing"), date(2027, 3, 9)
        ),
        KnownAgreement(32, "Pricing page refresh", ("marketing", "product")),
        KnownAgreement(40, "Data retention rules", ("platform", "sales"), date(2027, 3, 2)),
        KnownAgreement(41, "Data retention rules, phase 2", ("platform", "sales")),
    ),
    metrics=(
        KnownMetric(7, "Trial to paid conversion", 31),
        KnownMetric(8, "Trial starts", 32),
        KnownMetric(9, "Rounding errors", 40),
    ),
)
