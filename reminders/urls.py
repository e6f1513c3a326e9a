from django.urls import URLPattern, URLResolver, path

from reminders.views import check_in_link, health, inbound, inbox, mailbox

urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/reading/", inbox.reading_all, name="inbox_reading"),
    path("inbox/<int:pk>/reading/", inbox.reading, name="reminder_reading"),
    path("c/<str:token>/", check_in_link.check_in_link, name="check_in_link"),
    path("c/<str:token>/undo/", check_in_link.check_in_link_undo, name="check_in_link_undo"),
    path("c/<str:token>/concern/", check_in_link.check_in_link_concern, name="check_in_link_concern"),
    path("inbound/mail/", inbound.inbound_mail, name="inbound_mail"),
    path("demo/mailbox/", mailbox.mailbox, name="mailbox"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
