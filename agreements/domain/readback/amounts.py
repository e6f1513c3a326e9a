"""An amount: a number and its unit, and when two of them are the same."""

from dataclasses import dataclass
from decimal import Decimal

from agreements.domain.readback.vocabulary import VAGUE
from agreements.domain.readback.words import stem

TIME, MONTHS, WORKING_DAYS, PERCENT = "TIME", "MONTHS", "WORKING DAYS", "%"
_OF_TIME = {
    "ms": (TIME, "0.001"), "millisecond": (TIME, "0.001"), "s": (TIME, "1"), "sec": (TIME, "1"), "second": (TIME, "1"),
    "min": (TIME, "60"), "minute": (TIME, "60"), "h": (TIME, "3600"), "hr": (TIME, "3600"), "hour": (TIME, "3600"),
    "day": (TIME, "86400"), "week": (TIME, "604800"), "fortnight": (TIME, "1209600"),
    "month": (MONTHS, "1"), "year": (MONTHS, "12"), "yr": (MONTHS, "12"),
    "working day": (WORKING_DAYS, "1"), "business day": (WORKING_DAYS, "1"), "workday": (WORKING_DAYS, "1"),
}  # fmt: skip
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "$": "USD", "usd": "USD", "dollar": "USD", "£": "GBP", "gbp": "GBP",
    "pound": "GBP", "chf": "CHF", "franc": "CHF",
}  # fmt: skip
_PERCENT = {"%", "percent", "per cent", "percentage point", "pp"}
_VAGUE = frozenset(map(stem, VAGUE))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of units. `other` is a second way to read the number: 1.500 is 1.5, or 1,500 as some write it.

    `dimension` says what may be compared: time, months, working days, %, a currency, or the stem of what is counted,
    empty for a bare number.
    """

    number: Decimal
    unit: str
    dimension: str
    scale: Decimal = Decimal(1)
    other: Decimal | None = None

    @property
    def value(self) -> str:
        """Return the canonical text, the unit as it was written."""
        return f"{plain(self.number)} {self.unit}".rstrip()

    @property
    def is_count(self) -> bool:
        """Whether it counts things."""
        return self.dimension == self.dimension.casefold() and self.dimension != PERCENT

    def is_alike(self, other: "Amount") -> bool:
        """Whether both measure the same thing: time in whatever unit, money in whatever currency."""
        if self.dimension == other.dimension:
            return True
        return (self.is_time and other.is_time) or (self.is_money and other.is_money)

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return self.dimension in _CURRENCIES.values()

    @property
    def is_vague(self) -> bool:
        """Whether it counts what nobody promises by number: two things, three reasons."""
        return self.dimension in _VAGUE

    @property
    def is_time(self) -> bool:
        """Whether it is a stretch of time."""
        return self.dimension in {TIME, MONTHS, WORKING_DAYS}

    def is_same(self, other: "Amount") -> bool:
        """Whether both say the same: 2 weeks and 14 days, 40 accounts and 40 customers."""
        comparable = self.dimension == other.dimension or (self.is_count and other.is_count)
        return comparable and bool(self._sizes() & other._sizes())  # noqa: SLF001 - of its own class

    def _sizes(self) -> set[Decimal]:
        return {abs(number * self.scale) for number in (self.number, self.other) if number is not None}


def amount(number: Decimal, unit: str, *, other: Decimal | None = None) -> Amount:
    """Return the amount of `number` of a unit as somebody wrote it: "days", "working days", "€", "named accounts"."""
    written = " ".join(unit.split())
    key = written.casefold()
    singular = key.removesuffix("s") if len(key) > 2 else key
    if singular in _PERCENT:
        return Amount(number, PERCENT, PERCENT, other=other)
    if singular in _CURRENCIES:
        return Amount(number, _CURRENCIES[singular], _CURRENCIES[singular], other=other)
    if singular in _OF_TIME:
        dimension, scale = _OF_TIME[singular]
        return Amount(number, written, dimension, Decimal(scale), other)
    return Amount(number, written, stem(written.split()[-1]) if written else "", other=other)


def plain(number: Decimal) -> str:
    """Write a number without an exponent and without trailing zeros."""
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
