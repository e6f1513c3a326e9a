"""Drafts of long text: kept while somebody types, offered back to them alone when they open the form again."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_POST

from agreements.views.bringing import way_back
from teams.domain.unsent import key_of
from teams.forms.merging import Merging
from teams.models import UnsentText
from teams.operations.unsent import forget_unsent, keep_unsent
from teams.views.base import PageRequest, done, moment

# The forms, by the names of their addresses, of which drafts are kept. None of them asks for a secret.
KEPT_FORMS = frozenset(
    (
        *("agreement_new", "agreement_edit", "commitment_add", "commitment_edit", "metric_add", "metric_edit"),
        "agreement_end",
        *("amendment_new", "amendment_counter", "concern_new", "concern_resolution"),
        *("commitment_check_in", "commitment_delivery", "commitment_release", "commitment_return"),
        *("escalation_packet", "escalation_ruling", "escalation_statement"),
    )
)
# What is sealed from others is not left on a machine that others may use either.
NEVER_ON_THE_MACHINE = frozenset(("commitment_check_in",))
SAVED = "agreements/parts/unsent.html#saved"


@dataclass(frozen=True, slots=True)
class Unsent:
    """Where a form keeps its draft; ``saved_at`` and ``is_back`` when one is there and stands in the form."""

    address: str
    net: str  # the name of its copy in the browser; "" keeps none there
    saved_at: datetime | None = None
    is_back: bool = False


@login_required
@require_POST
def unsent(request: PageRequest, key: str) -> HttpResponse:
    """Keep what is typed into the form at ``key``, or let go of it: one line for htmx, else back to the page."""
    address = f"/{key}"
    if _name_of(address) not in KEPT_FORMS:
        raise Http404
    back = way_back(request) or address
    if "discard" in request.POST:
        forget_unsent(person=request.user, address=address)
        return redirect(back)
    at, sent = moment(request)[0], {name: values for name, values in request.POST.lists() if name != "back"}
    keep_unsent(person=request.user, at=at, address=address, sent=sent)
    if request.htmx:
        return render(request, SAVED, {"saved_at": at})
    return done(request, to=back, said="Your draft is saved. Only you see it.")


def unsent_at(request: PageRequest, address: str) -> tuple[Unsent, UnsentText | None]:
    """Where the form at ``address`` keeps its draft, and the draft if there is one that the form may show."""
    found = UnsentText.objects.filter(person=request.user, key=key_of(address)).first()
    is_shown = found is not None and request.method != "POST"
    name = _name_of(address)
    place = Unsent(
        address=reverse("unsent", args=[address.lstrip("/")]),
        net="" if name in NEVER_ON_THE_MACHINE else f"{request.user.pk}:{key_of(address)}",
        saved_at=found.saved_at if found else None,
        is_back=is_shown,
    )
    return place, found if is_shown else None


def recalled(request: PageRequest, form: forms.Form, *, at: str) -> Unsent:
    """Put the draft of the form at address ``at`` into ``form``, unless it was just sent; for its template."""
    place, found = unsent_at(request, at)
    if found is None or form.is_bound:
        return place
    if isinstance(form, Merging):
        form.began_from = "".join(found.fields.get("base", [])) or form.base
    form.initial = {**form.initial, **_values(form, found)}
    return place


def as_sent(found: UnsentText) -> QueryDict:
    """Return a draft as if its form had been sent, for forms that are made from what was sent."""
    data = QueryDict(mutable=True)
    for name, values in found.fields.items():
        data.setlist(name, values)
    return data


def _values(form: forms.Form, found: UnsentText) -> dict[str, object]:
    kept = {name: found.fields.get(form.add_prefix(name), []) for name in form.fields}
    many = {name for name, field in form.fields.items() if isinstance(field, forms.MultipleChoiceField)}
    return {name: values if name in many else values[-1] for name, values in kept.items() if values}


def _name_of(address: str) -> str:
    try:
        return resolve(address).url_name or ""
    except Resolver404:
        return ""
