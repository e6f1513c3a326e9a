from datetime import datetime

import pytest

from agreements.models import Agreement, Commitment
from agreements.operations.amendments.holding import ChangedMeanwhileError, hold, require_held
from teams.models import Person
from tests.agreements.changing import asked, later


def test_what_is_to_be_written_has_been_held() -> None:
    require_held([31], {27, 31})


def test_what_was_not_held_is_not_written() -> None:
    with pytest.raises(ChangedMeanwhileError, match="Try again"):
        require_held([31, 32], {27, 31})


def test_an_amendment_is_held_with_all_it_touches_and_is_about_to_touch(
    launched: Agreement, feature: Commitment, report: Commitment, dana: Person, at: datetime
) -> None:
    amendment = asked(later(feature), by=dana, at=at, within=launched)
    amendment.touched.filter(agreement=report.agreement).delete()
    held = hold(amendment, reach=[report.agreement_id])
    assert (list(held.agreements), held.home) == (
        [launched.pk, campaign_before(report), report.agreement_id],
        launched,
    )


def campaign_before(report: Commitment) -> int:
    """The key of the agreement between the launch and the review."""
    return report.waits_on.get().upstream.agreement_id
