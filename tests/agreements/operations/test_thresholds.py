import pytest

from agreements.models import Agreement, Event
from agreements.operations.thresholds import ClosedError, set_thresholds
from agreements.reports.history import events_of, told
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.factories import AT


def entries(agreement: Agreement, viewer: Person) -> list[tuple[str, str, str, str]]:
    events = events_of(agreement, viewer=viewer, only="changes")
    return [(one.who, one.what, one.was, one.now) for one in told(events)]


def test_it_is_told_in_the_history_in_words(launch: Agreement, maya: Person, lena: Person) -> None:
    for number in ({"due_soon_days": 3, "grace_percent": 50}, {"grace_percent": 50}):
        launch = set_thresholds(actor=maya, at=AT, agreement=launch, thresholds=number)
    near, grace = (
        "A date is near from this many days before it",
        "Grace as a share of the cadence, if that is longer",
    )
    assert launch.thresholds == {"grace_percent": 50}
    assert entries(launch, lena) == [
        (
            "Maya Okafor",
            "changed how Holdfast watches this agreement",
            f"{near}: 3 working days",
            f"{near}: as the organisation",
        ),
        (
            "Maya Okafor",
            "changed how Holdfast watches this agreement",
            f"{near}: as the organisation; {grace}: as the organisation",
            f"{near}: 3 working days; {grace}: 50 %",
        ),
    ]


def test_the_same_again_is_no_change(launch: Agreement, maya: Person) -> None:
    for _ in range(2):
        launch = set_thresholds(actor=maya, at=AT, agreement=launch, thresholds={"due_soon_days": 3})
    assert Event.objects.filter(kind="thresholds_set").count() == 1


def test_who_signs_and_who_moderates_may(launch: Agreement, tomas: Person, outsider: Person, dana: Person) -> None:
    Agreement.objects.update(facilitator=outsider)
    for days, person in enumerate((tomas, outsider), start=1):
        assert set_thresholds(actor=person, at=AT, agreement=launch, thresholds={"due_soon_days": days}).thresholds == {
            "due_soon_days": days
        }
    with pytest.raises(ForbiddenError):
        set_thresholds(actor=dana, at=AT, agreement=launch, thresholds={})


@pytest.mark.parametrize("thresholds", [{"due_soon_days": 0}, {"moons": 3}])
def test_a_number_that_no_rule_knows_or_allows_is_refused(
    launch: Agreement, maya: Person, thresholds: dict[str, int]
) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        set_thresholds(actor=maya, at=AT, agreement=launch, thresholds=thresholds)
    assert set(refusal.value.fields) == set(thresholds)


def test_what_is_closed_is_watched_no_more(launch: Agreement, maya: Person) -> None:
    Agreement.objects.update(state="ended", closed_at=AT, end_reason="Over.")
    with pytest.raises(ClosedError):
        set_thresholds(actor=maya, at=AT, agreement=launch, thresholds={})
