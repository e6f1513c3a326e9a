from agreements.domain.counting import DEFINITIONS
from teams.models import Person
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words


def test_it_says_what_every_number_counts(sign_in: SignIn, maya: Person) -> None:
    page = words(sign_in(maya).get("/help/"))

    assert [code for code in DEFINITIONS if f'id="counts-{code}"' not in page] == []
    assert 'id="counts"' in page
