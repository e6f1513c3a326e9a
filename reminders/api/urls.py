from django.urls import URLPattern, URLResolver, path

from reminders.api.channels import ChannelStopView, ChannelsView, ChannelTestView, ChannelView
from reminders.api.deliveries import DeliveriesView, DeliveryView, RetryView
from reminders.api.fence import FenceReleaseView, FenceView
from reminders.api.preferences import OrganisationPreferencesView, PreferencesView, TeamPreferencesView
from reminders.api.reminders import ReadingView, RemindersView
from reminders.api.webhooks import (
    WebhookDeliveriesView,
    WebhookSecretView,
    WebhookStopView,
    WebhooksView,
    WebhookTestView,
    WebhookView,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("reminders/", RemindersView.as_view(), name="api_reminders"),
    path("reminders/<int:pk>/reading/", ReadingView.as_view(), name="api_reminder_reading"),
    path("preferences/", PreferencesView.as_view(), name="api_preferences"),
    path("teams/<str:slug>/preferences/", TeamPreferencesView.as_view(), name="api_team_preferences"),
    path("organisation/preferences/", OrganisationPreferencesView.as_view(), name="api_organisation_preferences"),
    path("channels/", ChannelsView.as_view(), name="api_channels"),
    path("channels/<int:pk>/", ChannelView.as_view(), name="api_channel"),
    path("channels/<int:pk>/test/", ChannelTestView.as_view(), name="api_channel_test"),
    path("channels/<int:pk>/stop/", ChannelStopView.as_view(), name="api_channel_stop"),
    path("webhooks/", WebhooksView.as_view(), name="api_webhooks"),
    path("webhooks/<int:pk>/", WebhookView.as_view(), name="api_webhook"),
    path("webhooks/<int:pk>/secret/", WebhookSecretView.as_view(), name="api_webhook_secret"),
    path("webhooks/<int:pk>/test/", WebhookTestView.as_view(), name="api_webhook_test"),
    path("webhooks/<int:pk>/stop/", WebhookStopView.as_view(), name="api_webhook_stop"),
    path("webhooks/<int:pk>/deliveries/", WebhookDeliveriesView.as_view(), name="api_webhook_deliveries"),
    path("deliveries/<int:pk>/", DeliveryView.as_view(), name="api_delivery"),
    path("deliveries/<int:pk>/retry/", RetryView.as_view(), name="api_delivery_retry"),
    path("fence/", FenceView.as_view(), name="api_fence"),
    path("fence/release/", FenceReleaseView.as_view(), name="api_fence_release"),
    path("deliveries/", DeliveriesView.as_view(), name="api_deliveries"),
]
