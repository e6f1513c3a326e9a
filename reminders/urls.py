from django.urls import URLPattern, URLResolver, path

from reminders.views import check_in_link, health, inbound, inbox, mail_stop, mailbox, preferences

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
    path("inbound/mail/", inbound.inbound_mail, name="inbound_mail"),
    path("demo/mailbox/", mailbox.mailbox, name="mailbox"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
