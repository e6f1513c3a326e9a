"""Whatever one can do on a page one can do through the API, and the reverse: both call the same operations."""

import agreements.api
import agreements.operations
import agreements.views
from tests.parity import acts_of_people, called_in

MANY_AT_ONCE = {"record_readings": "record_reading"}  # the same act on a table of them


def test_every_operation_of_a_person_is_on_a_page_and_in_the_api() -> None:
    acts = {MANY_AT_ONCE.get(name, name) for name in acts_of_people(agreements.operations)}
    pages, api = (called_in(one, of=agreements.operations) for one in (agreements.views, agreements.api))

    assert acts  # the search still finds them
    assert (acts - pages, acts - api) == (set(), set())
