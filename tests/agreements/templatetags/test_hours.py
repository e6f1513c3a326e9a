import pytest

from agreements.templatetags.hours import hours


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, "none yet"),
        (0, "none yet"),
        (1, "1 person-minute"),
        (45, "45 person-minutes"),
        (60, "1 person-hour"),
        (90, "1.5 person-hours"),
        (600, "10 person-hours"),
    ],
)
def test_person_minutes_are_written_as_people_say_them(minutes: int | None, said: str) -> None:
    assert hours(minutes) == said
