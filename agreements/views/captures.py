"""One line becomes a commitment: read back part by part, then added. A preview writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from agreements.domain.capture import Directory, Setting
from agreements.forms.captures import PREFIX, CaptureForm
from agreements.models import Agreement, Sync
from agreements.operations.captures import Kept, capture, said_in
from agreements.reports.captures import examples_in, setting_of
from agreements.views.base import readable_sync
from teams.domain.errors import RefusalError
from teams.views.base import PageRequest, done, moment, status_of

PAGE = "agreements/capture.html"
LINE = "agreements/parts/capture_line.html"
DIALOG = "agreements/capture_dialog.html"


@dataclass(frozen=True, slots=True)
class CaptureLine:
    """What ``agreements/parts/capture_line.html`` shows: the form, and where it and its preview are sent.

    ``agreement`` is the one on whose page it stands, ``kept`` the sentence about the line that was added before.
    """

    form: CaptureForm
    to: str
    agreement: Agreement | None = None
    is_in_room: bool = False
    is_in_dialog: bool = False
    kept: str = ""

    @property
    def is_swapped(self) -> bool:
        """Whether an answer takes its place on the page, where scripts run."""
        return self.is_in_room or self.is_in_dialog

    @property
    def preview(self) -> str:
        address = reverse("capture_parse")
        return f"{address}?agreement={self.agreement.number}" if self.agreement else address


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def capture_page(request: PageRequest) -> HttpResponse:
    """GET shows a line, ``?text=`` one that is read already; POST adds it, or gives it back with what it lacks.

    A script that asks is given the same line for a dialog; after it has been added, the page below is read anew.
    """
    if request.method == "POST":
        return _sent(request, _form(request, request.POST, is_sent=True))
    form = _form(request, {f"{PREFIX}-text": request.GET.get("text", "")})
    line = CaptureLine(form, _here(None), is_in_dialog=bool(request.htmx))
    if line.is_in_dialog:
        return render(request, DIALOG, {"capture": line, "form": form, "is_seen": True})
    return _show(request, line)


@login_required
@require_POST
def capture_parse(request: PageRequest) -> HttpResponse:
    """What is understood of a line so far. Writes nothing."""
    number = request.GET.get("agreement", "")
    seen = Agreement.objects.visible_to(request.user)
    agreement = seen.filter(number=int(number)).first() if number.isdecimal() and len(number) < 10 else None
    form = _form(request, request.POST, agreement=agreement)
    return render(request, f"{LINE}#understood", {"form": form, "is_seen": True})


@login_required
@require_POST
def sync_capture(request: PageRequest, number: int, n: int) -> HttpResponse:
    """The same in the room of a sync: what is said there belongs to its agreement unless the line names another."""
    sync = readable_sync(request, number, n)
    return _sent(request, _form(request, request.POST, agreement=sync.agreement, is_sent=True), sync=sync)


def room_line(sync: Sync, request: PageRequest) -> CaptureLine:
    """An empty line for the room of ``sync``. No query."""
    return CaptureLine(_blank(request), _here(sync), agreement=sync.agreement, is_in_room=True)


def _sent(request: PageRequest, form: CaptureForm, *, sync: Sync | None = None) -> HttpResponse:
    line = CaptureLine(
        form,
        _here(sync),
        agreement=sync.agreement if sync else None,
        is_in_room=sync is not None,
        is_in_dialog=sync is None and bool(request.htmx),
    )
    if form.line and (request.POST.get("do") != "add" or not form.is_shown):
        agreement = sync.agreement if sync else None
        return _show(request, replace(line, form=_form(request, request.POST, agreement=agreement)))
    if not form.is_valid():
        return _show(request, line, status=422)
    agreement = form.agreement()
    its_sync = sync if sync and sync.agreement_id == agreement.pk else None
    try:
        kept = capture(
            actor=request.user,
            at=moment(request)[0],
            agreement=agreement,
            draft=form.draft(),
            said=said_in(form.captured),
            sync=its_sync,
        )
    except RefusalError as error:
        form.put_refusal(error)
        return _show(request, line, status=status_of(error))
    return _added(request, kept, agreement, sync)


def _added(request: PageRequest, kept: Kept, agreement: Agreement, sync: Sync | None) -> HttpResponse:
    if kept.amendment:
        said = (
            f"Change {kept.amendment.number} of {agreement.label} asks to add it. Everybody it affects has been asked."
        )
        there = reverse("amendment", args=[agreement.slug, kept.amendment.number])
    else:
        assert kept.commitment is not None  # it is the one or the other
        said = f"Added to {agreement.label}: “{kept.commitment.deliverable}”."
        there = reverse("commitment", args=[agreement.slug, kept.commitment.number])
    if sync is None and request.htmx:
        messages.success(request, said)
        return HttpResponseClientRefresh()
    if sync is None:
        return done(request, to=there, said=said)
    if request.htmx:
        return _show(request, replace(room_line(sync, request), kept=said))
    return done(request, to=reverse("sync", args=[sync.agreement.slug, sync.number]), said=said)


def _here(sync: Sync | None) -> str:
    return reverse("sync_capture", args=[sync.agreement.slug, sync.number]) if sync else reverse("capture")


def _form(
    request: PageRequest, sent: Mapping[str, str], *, agreement: Agreement | None = None, is_sent: bool = False
) -> CaptureForm:
    setting = setting_of(viewer=request.user, at=moment(request)[0], here=agreement)
    return CaptureForm(sent, setting=setting, viewer=request.user, is_sent=is_sent)


def _blank(request: PageRequest) -> CaptureForm:
    return CaptureForm({}, setting=Setting(moment(request)[1], Directory()), viewer=request.user)


def _show(request: PageRequest, line: CaptureLine, *, status: int = 200) -> HttpResponse:
    context = {"capture": line, "form": line.form, "is_seen": True}
    if line.is_swapped and request.htmx:
        # A fragment is put in its place with 422 and 409 only (components/head.html).
        return render(request, LINE, context, status=422 if status == 403 else status)
    context |= {"examples": examples_in(line.form.setting, viewer=request.user)}
    return render(request, PAGE, context, status=status)
