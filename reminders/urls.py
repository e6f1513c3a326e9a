from django.urls import URLPattern, URLResolver, path

from reminders.views import (
    check_in_link,
    endpoints,
    figures,
    health,
    inbound,
    inbox,
    mail_stop,
    mailbox,
    preferences,
    running,
    webhooks,
)

WEBHOOK = "settings/webhooks/<int:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/reading/", inbox.reading_all, name="inbox_reading"),
    path("inbox/<int:pk>/reading/", inbox.reading, name="reminder_reading"),
    path("c/<str:token>/", check_in_link.check_in_link, name="check_in_link"),
    path("c/<str:token>/undo/", check_in_link.check_in_link_undo, name="check_in_link_undo"),
    path("c/<str:token>/concern/", check_in_link.check_in_link_concern, name="check_in_link_concern"),
    path("m/<str:token>/stop/", mail_stop.mail_stop, name="mail_stop"),
    path("settings/mail/", preferences.settings_mail, name="settings_mail"),
    path("settings/teams/<slug:slug>/mail/", preferences.settings_team_mail, name="settings_team_mail"),
    path("settings/organisation/mail/", preferences.settings_organisation_mail, name="settings_organisation_mail"),
    path("settings/channels/", endpoints.settings_channels, name="settings_channels"),
    path("settings/teams/<slug:slug>/channels/", endpoints.team_channels, name="team_channels"),
    path("settings/channels/<int:pk>/test/", endpoints.endpoint_test, name="endpoint_test"),
    path("settings/channels/<int:pk>/stop/", endpoints.endpoint_stop, name="endpoint_stop"),
    path("settings/channels/<int:pk>/start/", endpoints.endpoint_start, name="endpoint_start"),
    path("settings/channels/<int:pk>/removal/", endpoints.endpoint_remove, name="endpoint_remove"),
    path("settings/webhooks/", webhooks.settings_webhooks, name="settings_webhooks"),
    path(WEBHOOK, webhooks.settings_webhook, name="settings_webhook"),
    path(f"{WEBHOOK}secret/", webhooks.settings_webhook_secret, name="settings_webhook_secret"),
    path(f"{WEBHOOK}deliveries/<int:delivery>/retry/", webhooks.settings_webhook_retry, name="settings_webhook_retry"),
    path("settings/running/", running.running, name="running"),
    path("settings/running/release/", running.running_release, name="running_release"),
    path("settings/running/<int:pk>/", running.running_delivery, name="running_delivery"),
    path("settings/running/<int:pk>/retry/", running.running_retry, name="running_retry"),
    path("inbound/mail/", inbound.inbound_mail, name="inbound_mail"),
    path("demo/mailbox/", mailbox.mailbox, name="mailbox"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", figures.figures, name="figures"),
]
