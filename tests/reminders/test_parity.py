"""Whatever one can do about messages on a page one can do through the API, and the reverse."""

import reminders.api
import reminders.operations
import reminders.views
from tests.parity import acts_of_people, called_in

FROM_A_MAIL = {"answer", "take_back"}  # by the link in it, without a sign-in; with one it is a check-in


def test_every_operation_of_a_person_is_on_a_page_and_in_the_api() -> None:
    acts = set(acts_of_people(reminders.operations)) - FROM_A_MAIL
    pages, api = (called_in(one, of=reminders.operations) for one in (reminders.views, reminders.api))

    assert {"retry", "open_fence"} <= acts  # the search still finds them
    assert (acts - pages, acts - api) == (set(), set())
