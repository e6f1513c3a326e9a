from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from agreements.domain.drift.at_risk import AtRisk
from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.disputed import Disputed
from agreements.domain.drift.due_soon_unsaid import DueSoonUnsaid
from agreements.domain.drift.expected_after_due import ExpectedAfterDue
from agreements.domain.drift.off_track import OffTrack
from agreements.domain.drift.owner_away import OwnerAway
from agreements.domain.drift.ownerless import Ownerless
from agreements.domain.drift.past_due import PastDue
from agreements.domain.drift.registry import COMMITMENT_RULES, AnyRule
from agreements.domain.drift.silent import Silent
from agreements.domain.drift.upstream import Upstream
from tests.agreements.domain.drift.examples import COMMITMENT, CUT

SECOND = timedelta(seconds=1)
NEVER_SAID: dict[str, Any] = {"standing": None, "standing_at": None}
FALLING = ("on_track", "at_risk", "off_track")
SINCE = CUT.silent_since or CUT.unsaid_since
TWICE_SINCE = CUT.silent_twice_since or CUT.unsaid_since


@pytest.mark.parametrize("rule", COMMITMENT_RULES, ids=lambda rule: rule.code)
def test_no_rule_minds_what_goes_well(rule: AnyRule) -> None:
    assert rule.strength(COMMITMENT, CUT) is None


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        (PastDue(), {"due_on": date(2027, 3, 3)}, None),
        (PastDue(), {"due_on": date(2027, 3, 2)}, "strong"),
        (Silent(), {"standing_at": SINCE}, None),
        (Silent(), {"standing_at": SINCE - SECOND}, "weak"),
        (Silent(), {"standing_at": TWICE_SINCE}, "weak"),
        (Silent(), {"standing_at": TWICE_SINCE - SECOND}, "strong"),
        (Silent(), NEVER_SAID | {"opened_at": SINCE}, None),
        (Silent(), NEVER_SAID | {"opened_at": SINCE - SECOND}, "weak"),
        (Silent(), NEVER_SAID | {"opened_at": TWICE_SINCE}, "weak"),
        (Silent(), NEVER_SAID | {"opened_at": TWICE_SINCE - SECOND}, "strong"),
        (OffTrack(), {"standing": "at_risk"}, None),
        (OffTrack(), {"standing": "off_track"}, "strong"),
        (AtRisk(), {"heard": "at_risk"}, "weak"),
        (AtRisk(), {"heard": "at_risk", "recent": ("on_track", "at_risk", "at_risk")}, "weak"),
        (AtRisk(), {"standing": "off_track", "recent": FALLING}, "strong"),
        (AtRisk(), {"standing": "off_track", "recent": ("at_risk", "off_track")}, None),
        (AtRisk(), {"standing": "at_risk"}, None),
        (Disputed(), {"is_disputed": True}, "strong"),
        (DueSoonUnsaid(), {"due_on": date(2027, 3, 10)} | NEVER_SAID, "weak"),
        (DueSoonUnsaid(), {"due_on": date(2027, 3, 11)} | NEVER_SAID, None),
        (DueSoonUnsaid(), {"due_on": date(2027, 3, 3)} | NEVER_SAID, "weak"),
        (DueSoonUnsaid(), {"due_on": date(2027, 3, 2)} | NEVER_SAID, None),
        (DueSoonUnsaid(), {"due_on": date(2027, 3, 10), "standing_at": CUT.unsaid_since}, None),
        (DueSoonUnsaid(), {"due_on": date(2027, 3, 10), "standing_at": CUT.unsaid_since - SECOND}, "weak"),
        (DueSoonUnsaid(), {"due_on": date(2027, 3, 10), "opened_at": CUT.day_began_at} | NEVER_SAID, None),
        (ExpectedAfterDue(), {"expected_on": date(2027, 4, 15)}, None),
        (ExpectedAfterDue(), {"expected_on": date(2027, 4, 16)}, "strong"),
        (Upstream(), {"lands_on": date(2027, 4, 15)}, None),
        (Upstream(), {"lands_on": date(2027, 4, 16)}, "strong"),
        (Upstream(), {"drifting_lands_on": date(2027, 4, 14)}, "weak"),
        (Upstream(), {"drifting_lands_on": date(2027, 4, 15)}, "strong"),
        (Ownerless(), {"owner_is_active": False}, "strong"),
        (Ownerless(), {"accepter_is_active": False}, "strong"),
        (OwnerAway(), {"owner_away_until": date(2027, 4, 14)}, None),
        (OwnerAway(), {"owner_away_until": date(2027, 4, 15)}, "weak"),
        (OwnerAway(), {"owner_away_until": date(2027, 4, 15), "owner_is_active": False}, None),
        (OwnerAway(), {"owner_away_until": date(2027, 3, 5), "due_on": date(2027, 3, 3)}, "weak"),
        (OwnerAway(), {"owner_away_until": date(2027, 3, 5), "due_on": date(2027, 3, 2)}, None),
    ],
)
def test_strength_on_both_sides_of_each_cut_off(rule: AnyRule, changes: dict[str, Any], expected: str | None) -> None:
    assert rule.strength(replace(COMMITMENT, **changes), CUT) == expected


def test_nobody_is_silent_before_a_round_is_over() -> None:
    fresh: Cutoffs = replace(CUT, silent_since=None, silent_twice_since=None, round_on=None)
    assert Silent().strength(replace(COMMITMENT, **NEVER_SAID), fresh) is None


@pytest.mark.parametrize(
    ("rule", "changes", "sentence"),
    [
        (PastDue(), {"due_on": date(2027, 2, 26)}, "Its date, 26 Feb, passed 5 days ago with no outcome recorded."),
        (PastDue(), {"due_on": date(2027, 3, 2)}, "Its date, 2 Mar, passed 1 day ago with no outcome recorded."),
        (
            Silent(),
            {"standing_at": SINCE - SECOND},
            "The Monday check-in on 15 Feb passed without a word.",
        ),
        (
            Silent(),
            {"standing_at": TWICE_SINCE - SECOND},
            "No update for 36 days; the biweekly sync on 15 Feb passed without one.",
        ),
        (
            Silent(),
            NEVER_SAID,
            "No update yet, 58 days after it came into force; the biweekly sync on 15 Feb passed without one.",
        ),
        (
            OwnerAway(),
            {"owner_away_until": date(2027, 4, 18)},
            "Lena is away until 18 Apr; the date is 15 Apr.",
        ),
        (OffTrack(), {"standing": "off_track"}, "Lena Brandt said on 1 Mar that it needs to be adjusted."),
        (
            OffTrack(),
            {"standing": "off_track", "standing_at": None},
            "Lena Brandt said that it needs to be adjusted.",
        ),
        (AtRisk(), {"heard": "at_risk"}, "Lena Brandt said on 1 Mar that there is some doubt."),
        (
            AtRisk(),
            {"heard": "at_risk", "heard_at": None},
            "Lena Brandt said that there is some doubt.",
        ),
        (
            AtRisk(),
            {"heard": "at_risk", "recent": ("at_risk", "at_risk", "at_risk")},
            "Some doubt for three check-ins in a row.",
        ),
        (
            AtRisk(),
            {"standing": "off_track", "recent": FALLING},
            "Confidence went from on track to some doubt to need to adjust over three check-ins.",
        ),
        (
            Disputed(),
            {"is_disputed": True},
            "Lena Brandt says it is on track; Tomas Lindqvist, who receives it, says it needs to be adjusted.",
        ),
        (
            Disputed(),
            {"is_disputed": True, "heard": "off_track"},
            "Lena Brandt says it needs to be adjusted; Tomas Lindqvist, who receives it, says it is on track.",
        ),
        (
            Disputed(),
            {"is_disputed": True, "heard": "at_risk"},
            "Lena Brandt and Tomas Lindqvist, who receives it, saw it two steps apart.",
        ),
        (
            DueSoonUnsaid(),
            {"due_on": date(2027, 3, 5), "standing_at": datetime(2027, 2, 15, 9, 0, tzinfo=UTC)},
            "Due in 2 days; last word was 16 days ago.",
        ),
        (DueSoonUnsaid(), {"due_on": date(2027, 3, 3)} | NEVER_SAID, "Due today; no word about it yet."),
        (
            ExpectedAfterDue(),
            {"expected_on": date(2027, 4, 22)},
            "Lena Brandt expects it on 22 Apr, 7 days after its date.",
        ),
        (
            ExpectedAfterDue(),
            {"expected_on": date(2028, 4, 14)},
            "Lena Brandt expects it on 14 Apr 2028, 365 days after its date.",
        ),
        (
            Upstream(),
            {"lands_on": date(2027, 4, 18), "lands_name": "Metering API"},
            "Waits for Metering API, which now lands 3 days after this one is due.",
        ),
        (
            Upstream(),
            {"drifting_lands_on": date(2027, 4, 14), "drifting_name": "Metering API"},
            "Waits for Metering API, which drifts; 1 day of slack is left.",
        ),
        (
            Upstream(),
            {"drifting_lands_on": date(2027, 4, 10), "drifting_name": "Metering API"},
            "Waits for Metering API, which drifts; 5 days of slack are left.",
        ),
        (
            Upstream(),
            {"drifting_lands_on": date(2027, 4, 15), "drifting_name": "Metering API"},
            "Waits for Metering API, which drifts; no slack is left.",
        ),
        (Ownerless(), {"owner_is_active": False}, "Lena Brandt, who owns it, has left."),
        (Ownerless(), {"accepter_is_active": False}, "Tomas Lindqvist, who accepts it, has left."),
    ],
)
def test_sentence(rule: AnyRule, changes: dict[str, Any], sentence: str) -> None:
    facts = replace(COMMITMENT, **changes)
    strength = rule.strength(facts, CUT)
    assert strength is not None
    assert rule.sentence(rule.evidence(facts, CUT), strength=strength, as_of=CUT.today) == sentence


def test_evidence_holds_local_dates() -> None:
    late_in_berlin = datetime(2027, 2, 28, 23, 30, tzinfo=UTC)
    evidence = OffTrack().evidence(replace(COMMITMENT, standing="off_track", standing_at=late_in_berlin), CUT)
    assert evidence["said_on"] == "2027-03-01"
