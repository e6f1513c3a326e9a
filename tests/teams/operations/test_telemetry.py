from datetime import datetime, timedelta

import pytest

from teams.models import Telemetry
from teams.operations.telemetry import note_use


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seconds", "kept"), [(0, 0), (59, 0), (60, 60), (3600, 3600)], ids=["same", "59 s", "a minute", "an hour"]
)
def test_use_is_noted_once_a_minute(at: datetime, seconds: int, kept: int) -> None:
    note_use(subject="token:1", at=at)
    note_use(subject="token:1", at=at + timedelta(seconds=seconds))

    assert Telemetry.objects.get().at == at + timedelta(seconds=kept)
