"""What somebody wants to talk about at the next sync, put on the agenda and taken off it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.syncs import TopicForm
from agreements.models import Agreement, Sync, Topic
from agreements.operations.topics import add_topic, remove_topic
from agreements.permissions import may_hold_sync
from agreements.reports.coming import next_sync_of
from agreements.views.base import readable_agreement
from agreements.views.bringing import way_back
from agreements.views.room_page import show_live
from teams.views.base import PageRequest, carried_out, done, given, moment
from teams.views.undo import Undo


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def topic_add(request: PageRequest, number: int) -> HttpResponse:
    """GET asks, prefilled with ``?text=``; POST puts it on the agenda of the next sync, or of the one that goes on."""
    agreement = readable_agreement(request, number)
    if not may_hold_sync(request.user, agreement):
        raise PermissionDenied("Only members of a party and the facilitator change the agenda.")
    at, _ = moment(request)
    form = TopicForm(given(request), initial={"text": request.GET.get("text", "")[:240], "minutes": 5})
    if carried_out(form, lambda: add_topic(actor=request.user, at=at, agreement=agreement, **form.cleaned_data)):
        return _back(request, agreement, "It is on the agenda.")
    context = {
        "agreement": agreement,
        "topic": form,
        "next_sync": next_sync_of(agreement, at=at),
        "back": way_back(request),
    }
    return render(request, "agreements/sync/topic.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def topic_remove(request: PageRequest, number: int, pk: int) -> HttpResponse:
    agreement = readable_agreement(request, number)
    topic = get_object_or_404(Topic.objects.select_related("agreement"), agreement=agreement, pk=pk)
    remove_topic(actor=request.user, at=moment(request)[0], topic=topic)
    values = {"text": [topic.text], "minutes": [str(topic.minutes)], "sync": [request.POST.get("sync", "")]}
    undo = Undo(reverse("topic_add", args=[agreement.slug]), values)
    return _back(request, agreement, "It is off the agenda.", undo=undo)


def _back(request: PageRequest, agreement: Agreement, said: str, undo: Undo | None = None) -> HttpResponse:
    """To the room in place with htmx; else where the press came from, else the next sync, else the agreement."""
    named = request.POST.get("sync", "")
    syncs = Sync.objects.filter(agreement=agreement, number=named) if named.isdigit() else Sync.objects.none()
    sync = syncs.select_related("agreement", "cadence").first()
    if request.htmx and sync and sync.is_live:
        return show_live(request, sync, said=said)
    sync = sync or next_sync_of(agreement, at=moment(request)[0])
    there = ("sync", [agreement.slug, sync.number]) if sync else ("agreement", [agreement.slug])
    return done(request, to=way_back(request) or reverse(there[0], args=there[1]), said=said, undo=undo)
