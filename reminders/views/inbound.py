"""Mails that come back: a relay hands each over as it is, signed with the key that it shares with us.

Every message that is signed is answered alike, whatever became of it: nobody finds out here which addresses exist.
"""

import hmac
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from reminders.operations.replies import take_in
from teams import clock

LARGEST = 1_000_000  # bytes; what somebody writes stands at the beginning of a mail
FRESH = timedelta(minutes=5)  # of real time: a request that was listened to cannot be sent again later
KIND = "message/rfc822"


@csrf_exempt
def inbound_mail(request: HttpRequest) -> HttpResponse:
    if not settings.INBOUND_MAIL_SECRET:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if refusal := _refusal(request):
        return HttpResponse(status=refusal)
    if not _is_signed(request):
        return HttpResponse(status=403)
    take_in(content=request.body, at=clock.now(), real_at=clock.real_now())
    return HttpResponse(status=202)


def _refusal(request: HttpRequest) -> int:
    """Why the request is not even looked at; 0 for no reason."""
    if request.content_type != KIND:
        return 415
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal():
        return 411
    return 413 if int(length) > LARGEST else 0


def _is_signed(request: HttpRequest) -> bool:
    """Whether X-Holdfast-Signature is the HMAC-SHA256 of X-Holdfast-Timestamp (Unix seconds), a point and the body."""
    sent_at = request.headers.get("X-Holdfast-Timestamp", "")
    if not (sent_at.isascii() and sent_at.isdecimal() and len(sent_at) <= len("1700000000000")):
        return False
    if abs(clock.real_now().timestamp() - int(sent_at)) > FRESH.total_seconds():
        return False
    expected = signature_of(request.body, sent_at=sent_at)
    given = request.headers.get("X-Holdfast-Signature", "").removeprefix("sha256=")
    return hmac.compare_digest(expected.encode(), given.encode(errors="replace"))


def signature_of(body: bytes, *, sent_at: str) -> str:
    """Return the signature of a body in hexadecimal."""
    signed = sent_at.encode() + b"." + body
    return hmac.new(settings.INBOUND_MAIL_SECRET.encode(), signed, sha256).hexdigest()
