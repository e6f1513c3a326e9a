from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from agreements.domain.metrics import BoundKind, Direction
from agreements.models import Agreement, Metric, Reading
from agreements.operations.drafts import MetricDraft, ReadingDraft
from agreements.operations.locks import NotActiveError, NotDraftError, RemovedMeanwhileError
from agreements.operations.metrics import (
    MetricInUseError,
    add_metric,
    edit_metric,
    record_reading,
    record_readings,
    remove_metric,
)
from teams.domain.errors import ForbiddenError, InvalidValueError
from teams.models import Person
from tests.agreements.operations.history import count, entry, refused
from tests.factories import AgreementFactory, MetricFactory

TODAY = date(2027, 3, 1)
LEADS = MetricDraft(
    name=" Qualified leads ",
    unit="leads",
    direction=Direction.UP,
    baseline=Decimal(100),
    target=Decimal(500),
    target_on=date(2027, 8, 1),
)


@pytest.fixture
def draft(maya: Person) -> Agreement:
    return AgreementFactory.create(created_by=maya)


@pytest.fixture
def leads(draft: Agreement) -> Metric:
    return MetricFactory.create(agreement=draft, name="Leads")


@pytest.fixture
def adoption(launch: Agreement, dana: Person) -> Metric:
    """Of the agreement in force; Dana reads it."""
    return MetricFactory.create(agreement=launch, name="Adoption", reporter=dana)


def test_a_metric_joins_the_draft(draft: Agreement, maya: Person, at: datetime) -> None:
    metric = add_metric(actor=maya, at=at, agreement=draft, draft=replace(LEADS, reporter=maya, every_days=14))
    metric.refresh_from_db()
    assert (metric.name, metric.target, metric.bound_kind, metric.reporter, metric.every_days) == (
        "Qualified leads",
        Decimal(500),
        "",
        maya,
        14,
    )


def test_a_new_metric_is_recorded(draft: Agreement, maya: Person, at: datetime) -> None:
    metric = add_metric(actor=maya, at=at, agreement=draft, draft=LEADS)
    written = entry(draft, "metric_added")
    assert (written.actor, written.at, written.data) == (
        maya,
        at,
        {"metric": metric.pk, "name": "Qualified leads"},
    )


@pytest.mark.parametrize(
    ("agreement_starts_on", "starts_on", "line_starts_on"),
    [
        (None, None, TODAY),
        (date(2027, 4, 1), None, date(2027, 4, 1)),
        (date(2027, 4, 1), date(2027, 5, 1), date(2027, 5, 1)),
    ],
)
def test_the_line_starts_as_drafted_else_with_the_agreement_else_today(
    draft: Agreement,
    maya: Person,
    at: datetime,
    agreement_starts_on: date | None,
    starts_on: date | None,
    line_starts_on: date,
) -> None:
    Agreement.objects.filter(pk=draft.pk).update(starts_on=agreement_starts_on)
    metric = add_metric(actor=maya, at=at, agreement=draft, draft=replace(LEADS, starts_on=starts_on))
    assert metric.starts_on == line_starts_on


def test_a_bound_stands_on_the_metric_itself_or_on_another(
    draft: Agreement, leads: Metric, maya: Person, at: datetime
) -> None:
    bounded = replace(LEADS, bound=Decimal(97), bound_kind=BoundKind.AT_LEAST, bound_on=leads)
    metric = add_metric(actor=maya, at=at, agreement=draft, draft=bounded)
    assert (metric.bound, metric.bound_kind, metric.bound_on) == (Decimal(97), "at_least", leads)


def test_a_bound_on_the_metric_itself_names_no_other(leads: Metric, maya: Person, at: datetime) -> None:
    bounded = replace(LEADS, bound=Decimal(97), bound_kind=BoundKind.AT_LEAST, bound_on=leads)
    assert edit_metric(actor=maya, at=at, metric=leads, draft=bounded).bound_on is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "Leads"}, "name"),
        ({"name": " "}, "name"),
        ({"target_on": TODAY}, "target_on"),
        ({"target": Decimal(99)}, "target"),
        ({"direction": Direction.DOWN}, "target"),
        ({"target": Decimal("NaN")}, "target"),
        ({"target": Decimal(10) ** 12}, "target"),
        ({"every_days": 0}, "every_days"),
        ({"every_days": 367}, "every_days"),
        ({"bound": Decimal(97)}, "bound_kind"),
        ({"bound_kind": BoundKind.AT_MOST}, "bound"),
    ],
)
def test_a_metric_that_makes_no_sense_is_refused_by_field(
    draft: Agreement, leads: Metric, maya: Person, at: datetime, change: dict[str, Any], field: str
) -> None:
    with refused(InvalidValueError, draft) as refusal:
        add_metric(actor=maya, at=at, agreement=draft, draft=replace(LEADS, **change))
    assert list(refusal.value.fields) == [field]


@pytest.mark.parametrize(
    ("direction", "target"),
    [(Direction.UP, 100), (Direction.DOWN, 100), (Direction.DOWN, 50), (Direction.HOLD, 50)],
)
def test_a_target_may_stay_at_the_baseline_and_hold_goes_anywhere(
    draft: Agreement, maya: Person, at: datetime, direction: Direction, target: int
) -> None:
    steady = replace(LEADS, direction=direction, target=Decimal(target))
    assert add_metric(actor=maya, at=at, agreement=draft, draft=steady).target == target


def test_a_bound_needs_its_value_before_another_metric_carries_it(
    draft: Agreement, leads: Metric, maya: Person, at: datetime
) -> None:
    with refused(InvalidValueError, draft) as refusal:
        add_metric(actor=maya, at=at, agreement=draft, draft=replace(LEADS, bound_on=leads))
    assert list(refusal.value.fields) == ["bound"]


def test_a_bound_does_not_stand_on_a_metric_of_another_agreement(draft: Agreement, maya: Person, at: datetime) -> None:
    foreign = replace(LEADS, bound=Decimal(97), bound_kind=BoundKind.AT_LEAST, bound_on=MetricFactory.create())
    with refused(InvalidValueError, draft) as refusal:
        add_metric(actor=maya, at=at, agreement=draft, draft=foreign)
    assert list(refusal.value.fields) == ["bound_on"]


def test_nobody_who_left_is_to_read_a_metric(draft: Agreement, maya: Person, outsider: Person, at: datetime) -> None:
    outsider.is_active = False
    with refused(InvalidValueError, draft) as refusal:
        add_metric(actor=maya, at=at, agreement=draft, draft=replace(LEADS, reporter=outsider))
    assert list(refusal.value.fields) == ["reporter"]


def test_who_is_no_party_adds_nothing(draft: Agreement, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, draft):
        add_metric(actor=outsider, at=at, agreement=draft, draft=LEADS)


def test_an_agreement_in_force_takes_no_metric(launch: Agreement, maya: Person, at: datetime) -> None:
    with refused(NotDraftError, launch):
        add_metric(actor=maya, at=at, agreement=launch, draft=LEADS)


def test_an_edited_metric_keeps_what_changed_in_history(
    draft: Agreement, leads: Metric, maya: Person, at: datetime
) -> None:
    changed = replace(LEADS, name="Leads", reporter=leads.reporter, target=Decimal("612.5"))
    metric = edit_metric(actor=maya, at=at, metric=leads, draft=changed)
    assert (metric.target, metric.starts_on, metric.revision) == (Decimal("612.5"), date(2027, 2, 1), 2)
    assert entry(draft, "metric_edited").data == {
        "metric": leads.pk,
        "name": "Leads",
        "was": {"target": "500"},
        "now": {"target": "612.5"},
    }


def test_an_edit_that_changes_nothing_is_no_event(draft: Agreement, leads: Metric, maya: Person, at: datetime) -> None:
    same = replace(LEADS, name="Leads", reporter=leads.reporter)
    assert edit_metric(actor=maya, at=at, metric=leads, draft=same).revision == 1
    assert count(draft, "metric_edited") == 0


def test_a_removed_metric_is_recorded(draft: Agreement, leads: Metric, maya: Person, at: datetime) -> None:
    number = leads.pk
    remove_metric(actor=maya, at=at, metric=leads)
    assert not Metric.objects.exists()
    assert entry(draft, "metric_removed").data == {"metric": number, "name": "Leads"}


def test_a_metric_that_carries_a_bound_is_not_removed(
    draft: Agreement, leads: Metric, maya: Person, at: datetime
) -> None:
    MetricFactory.create(agreement=draft, bound=Decimal(97), bound_kind="at_least", bound_on=leads)
    with refused(MetricInUseError, leads):
        remove_metric(actor=maya, at=at, metric=leads)


def test_a_metric_removed_meanwhile_says_so(leads: Metric, maya: Person, at: datetime) -> None:
    Metric.objects.filter(pk=leads.pk).delete()
    with pytest.raises(RemovedMeanwhileError):
        edit_metric(actor=maya, at=at, metric=leads, draft=LEADS)


def test_the_reporter_records_a_reading(adoption: Metric, dana: Person, at: datetime) -> None:
    reading = record_reading(actor=dana, at=at, metric=adoption, on=TODAY, value=Decimal("131.5"), note=" Beta only ")
    reading.refresh_from_db()
    assert (reading.on, reading.value, reading.note, reading.recorded_by, reading.recorded_at) == (
        TODAY,
        Decimal("131.5"),
        "Beta only",
        dana,
        at,
    )


def test_a_reading_is_recorded_with_its_value(launch: Agreement, adoption: Metric, dana: Person, at: datetime) -> None:
    record_reading(actor=dana, at=at, metric=adoption, on=TODAY, value=Decimal("131.50"))
    assert entry(launch, "reading_recorded").data == {
        "metric": adoption.pk,
        "name": "Adoption",
        "readings": [{"on": "2027-03-01", "value": "131.5", "was": None}],
    }


def test_a_reading_asks_for_another_forecast(adoption: Metric, dana: Person, at: datetime) -> None:
    yesterday = at - timedelta(days=1)
    Metric.objects.filter(pk=adoption.pk).update(looked_at=yesterday)
    record_reading(actor=dana, at=at, metric=adoption, on=TODAY, value=Decimal(130))
    adoption.refresh_from_db()
    assert adoption.looked_at != yesterday


def test_another_reading_of_the_day_replaces_the_first(
    launch: Agreement, adoption: Metric, dana: Person, tomas: Person, at: datetime
) -> None:
    record_reading(actor=dana, at=at, metric=adoption, on=TODAY, value=Decimal(130))
    record_reading(actor=tomas, at=at, metric=adoption, on=TODAY, value=Decimal(140))
    assert list(Reading.objects.values_list("value", "recorded_by")) == [(Decimal(140), tomas.pk)]
    assert entry(launch, "reading_recorded").data["readings"] == [{"on": "2027-03-01", "value": "140", "was": "130"}]


def test_many_readings_are_one_entry(launch: Agreement, adoption: Metric, dana: Person, at: datetime) -> None:
    rows = [ReadingDraft(on=date(2027, 2, day), value=Decimal(100 + day)) for day in (1, 8, 15, 22)]
    record_readings(actor=dana, at=at, metric=adoption, rows=rows)
    assert adoption.readings.count() == 4
    assert count(launch, "reading_recorded") == 1


def test_one_bad_row_refuses_all_and_is_named(adoption: Metric, dana: Person, at: datetime) -> None:
    rows = [
        ReadingDraft(on=TODAY, value=Decimal(100)),
        ReadingDraft(on=date(2027, 3, 2), value=Decimal(110)),
        ReadingDraft(on=TODAY, value=Decimal(120)),
    ]
    with refused(InvalidValueError, adoption) as refusal:
        record_readings(actor=dana, at=at, metric=adoption, rows=rows)
    assert refusal.value.fields == {
        "on": ["Row 2: A reading cannot be of a day to come.", "Row 3: Row 1 is about the same day."]
    }
    assert not Reading.objects.exists()


def test_an_empty_import_is_refused(adoption: Metric, dana: Person, at: datetime) -> None:
    with refused(InvalidValueError, adoption) as refusal:
        record_readings(actor=dana, at=at, metric=adoption, rows=[])
    assert list(refusal.value.fields) == ["rows"]


@pytest.mark.parametrize(
    ("on", "value", "field"),
    [
        (date(2027, 3, 2), Decimal(1), "on"),
        (date(1026, 3, 1), Decimal(1), "on"),
        (TODAY, Decimal("Infinity"), "value"),
        (TODAY, Decimal(10) ** 12, "value"),
        (TODAY, Decimal("0.00001"), "value"),
    ],
)
def test_a_reading_that_makes_no_sense_is_refused_by_field(
    adoption: Metric, dana: Person, at: datetime, on: date, value: Decimal, field: str
) -> None:
    with refused(InvalidValueError, adoption) as refusal:
        record_reading(actor=dana, at=at, metric=adoption, on=on, value=value)
    assert list(refusal.value.fields) == [field]


def test_today_is_where_the_agreement_lives(adoption: Metric, dana: Person) -> None:
    late_evening = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)  # the 2nd in Berlin
    reading = record_reading(actor=dana, at=late_evening, metric=adoption, on=date(2027, 3, 2), value=Decimal(1))
    assert reading.on == date(2027, 3, 2)


def test_who_is_no_party_records_nothing(adoption: Metric, outsider: Person, at: datetime) -> None:
    with refused(ForbiddenError, adoption):
        record_reading(actor=outsider, at=at, metric=adoption, on=TODAY, value=Decimal(1))


def test_a_draft_has_no_readings(draft: Agreement, leads: Metric, at: datetime) -> None:
    assert leads.reporter is not None
    with refused(NotActiveError, leads):
        record_reading(actor=leads.reporter, at=at, metric=leads, on=TODAY, value=Decimal(1))
