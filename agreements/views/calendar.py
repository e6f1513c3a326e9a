"""What calendar programs read by themselves, without signing in: the address is the key."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from agreements.reports.calendar import calendar_of_person
from teams import clock
from teams.operations.feeds import find_feed


@require_safe
@conditional_page
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - the address says it all
    """The feed of whoever made the address; 304 for a program that has it as it is, 404 once it was ended."""
    feed = find_feed(plain=token)
    if feed is None:
        raise Http404("No calendar is read from here.")
    content = calendar_of_person(person=feed.person, at=clock.now())
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": 'inline; filename="holdfast.ics"',
        "ETag": f'"{sha256(content).hexdigest()[:32]}"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
