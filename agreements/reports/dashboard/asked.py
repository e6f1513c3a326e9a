"""What an address asks of the dashboard."""

from collections.abc import Mapping

from agreements.domain.counting import Period

WEEKS = tuple(period.weeks for period in Period)


def read_period(asked: Mapping[str, str]) -> Period:
    """``period=6w|12w|year``, or the older ``weeks=6|12|52``; twelve weeks where it is neither."""
    found = {period.value: period for period in Period} | {str(period.weeks): period for period in Period}
    return found.get(asked.get("period") or asked.get("weeks") or "", Period.TWELVE_WEEKS)


def read_teams(asked: Mapping[str, str]) -> tuple[str, ...]:
    """``teams=sales,finance`` as slugs, each once; empty for all of them."""
    return tuple(dict.fromkeys(slug.strip() for slug in asked.get("teams", "").split(",") if slug.strip()))
