"""The button that brings something to the next sync of those whom it concerns."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from agreements.models import Agreement, Sync
from agreements.permissions import may_hold_sync
from agreements.reports.coming import next_sync_for
from teams.views.base import PageRequest

LONGEST = 240  # characters of a topic


@dataclass(frozen=True, slots=True)
class Bringing:
    """Where the topic is written down, prefilled; and the sync that it is for."""

    address: str
    sync: Sync


def bringing(request: PageRequest, agreement: Agreement, *, text: str, at: datetime) -> Bringing | None:
    """The way to put ``text`` on the agenda of the next sync; None when there is none, or the reader may not."""
    sync = next_sync_for(agreement, at=at)
    if sync is None or not may_hold_sync(request.user, sync.agreement):
        return None
    asked = urlencode({"text": text[:LONGEST], "back": request.path})
    return Bringing(f"{reverse('topic_add', args=[sync.agreement.slug])}?{asked}", sync)


def way_back(request: PageRequest) -> str:
    """The page of ours that an address or a form names as where to go afterwards, else ""."""
    wanted = request.POST.get("back") or request.GET.get("back", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""
