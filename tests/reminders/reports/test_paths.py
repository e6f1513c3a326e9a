import pytest
from django.urls import reverse

from reminders.reports.paths import commitment_path


@pytest.mark.parametrize(
    ("agreement", "number"), [("31-enablement-deck", 4), ("7-plan-987654321", 987654321), ("5", 12)]
)
def test_it_is_the_address_of_the_page(agreement: str, number: int) -> None:
    assert commitment_path(agreement, number) == reverse("commitment", args=[agreement, number])
