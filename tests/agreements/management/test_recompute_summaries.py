from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.models import PairNow
from tests.factories import AgreementFactory, CommitmentFactory

pytestmark = pytest.mark.django_db


def said(*options: str) -> str:
    out = StringIO()
    call_command("recompute_summaries", *options, stdout=out)
    return out.getvalue()


def test_it_checks_and_puts_right() -> None:
    CommitmentFactory.create(is_open=True, agreement=AgreementFactory.create(is_active=True))
    assert said("--check") == "All sums agree with what they sum up.\n"
    PairNow.objects.all().delete()
    with pytest.raises(CommandError, match="These differ: agreements_pairnow: 1 sums"):
        said("--check")
    assert said().startswith("Put right: agreements_pairnow: 1 sums.")
    assert said("--check") == "All sums agree with what they sum up.\n"
