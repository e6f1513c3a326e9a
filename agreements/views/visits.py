"""When a reader was last at a page: kept in a cookie of that page, because reading writes no row."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.conf import settings
from django.http import HttpResponse

from teams.views.base import PageRequest

ENDS_AFTER = timedelta(minutes=30)  # without a look; until then it is one visit
KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Visit:
    """One reader at one page. `since` is the end of the visit before this one, None on the first in this browser."""

    page: str
    person: int
    at: datetime
    since: datetime | None

    @classmethod
    def of(cls, request: PageRequest, *, page: str, at: datetime) -> Self:
        """The visit that a look at ``at`` belongs to; the mark of another person in the same browser is none."""
        person, before, looked = _read(request.COOKIES.get(_name(page), ""))
        if person != request.user.pk or looked is None:
            return cls(page, request.user.pk, at, None)
        return cls(page, person, at, looked if at - looked >= ENDS_AFTER else before)

    def keep(self, response: HttpResponse) -> HttpResponse:
        """Mark ``response`` with this look, for the next."""
        before = int(self.since.timestamp()) if self.since else ""
        response.set_cookie(
            _name(self.page),
            f"{self.person}.{before}.{int(self.at.timestamp())}",
            max_age=KEPT,
            path=f"/{self.page}/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


def _name(page: str) -> str:
    return f"visit_{page}"


def _read(mark: str) -> tuple[int | None, datetime | None, datetime | None]:
    """Person, end of the visit before, last look. What is no mark of ours says nothing."""
    parts = mark.split(".")
    if len(parts) != 3 or not all(part == "" or (part.isdecimal() and len(part) < 12) for part in parts):
        return None, None, None
    person, before, looked = parts
    return int(person) if person else None, _moment(before), _moment(looked)


def _moment(seconds: str) -> datetime | None:
    return datetime.fromtimestamp(int(seconds), tz=UTC) if seconds else None
