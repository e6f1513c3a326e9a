"""Programs that are told of events, for administrators; a signing secret is shown once."""

from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from reminders.domain.channels import Channel
from reminders.domain.deliveries import RETRIABLE
from reminders.forms.endpoints import WebhookForm
from reminders.models import Delivery, Endpoint
from reminders.operations.endpoints import add_endpoint, edit_webhook, rotate_secret
from reminders.operations.retries import retry
from teams.domain.language import say
from teams.views.base import PageRequest, administrators_page, carried_out, done, given, moment

PAGE = 20


@administrators_page
@never_cache
def settings_webhooks(request: PageRequest) -> HttpResponse:
    """List and add. The answer to adding one is the page itself: a redirect could not carry its secret."""
    at, _ = moment(request)
    form = WebhookForm(given(request))
    made = carried_out(form, lambda: add_endpoint(actor=request.user, at=at, draft=form.draft()))
    context = {
        "form": WebhookForm() if made else form,
        "made": made[0] if made else None,
        "secret": made[1] if made else "",
        "webhooks": _webhooks().annotate(taken_at=Max("deliveries__sent_at")).order_by("pk"),
    }
    return render(request, "reminders/webhooks.html", context, status=422 if form.errors else 200)


@administrators_page
@never_cache
def settings_webhook(request: PageRequest, pk: int) -> HttpResponse:
    webhook = get_object_or_404(_webhooks(), pk=pk)
    at, _ = moment(request)
    form = WebhookForm(given(request), webhook=webhook)
    edited = carried_out(form, lambda: edit_webhook(actor=request.user, at=at, endpoint=webhook, **form.cleaned_data))
    if edited:
        return done(request, to=request.path, said=say("Saved."))
    return _show(request, webhook, form=form)


@administrators_page
@never_cache
@require_POST
def settings_webhook_secret(request: PageRequest, pk: int) -> HttpResponse:
    webhook = get_object_or_404(_webhooks(), pk=pk)
    at, _ = moment(request)
    webhook, secret = rotate_secret(actor=request.user, at=at, endpoint=webhook)
    return _show(request, webhook, form=WebhookForm(webhook=webhook), secret=secret)


@administrators_page
@require_POST
def settings_webhook_retry(request: PageRequest, pk: int, delivery: int) -> HttpResponse:
    rows = Delivery.objects.filter(endpoint__channel=Channel.WEBHOOK, endpoint=pk)
    found = get_object_or_404(rows, pk=delivery)
    at, _ = moment(request)
    retry(actor=request.user, at=at, delivery=found)
    return done(request, to=reverse("settings_webhook", args=[pk]), said=say("It is tried again."))


def _webhooks() -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(channel=Channel.WEBHOOK)


def _show(request: PageRequest, webhook: Endpoint, *, form: WebhookForm, secret: str = "") -> HttpResponse:
    rows = webhook.deliveries.select_related("event__agreement").order_by("-pk")
    context = {
        "webhook": webhook,
        "form": form,
        "secret": secret,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "retried": RETRIABLE,
    }
    return render(request, "reminders/webhook.html", context, status=422 if form.errors else 200)
