from django.urls import URLPattern, URLResolver, path

from reminders.api.deliveries import DeliveriesView
from reminders.api.reminders import ReadingView, RemindersView

urlpatterns: list[URLPattern | URLResolver] = [
    path("reminders/", RemindersView.as_view(), name="api_reminders"),
    path("reminders/<int:pk>/reading/", ReadingView.as_view(), name="api_reminder_reading"),
    path("deliveries/", DeliveriesView.as_view(), name="api_deliveries"),
]
