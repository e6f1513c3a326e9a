from django.urls import URLPattern, URLResolver, path

from reminders.api.deliveries import DeliveriesView
from reminders.api.preferences import OrganisationPreferencesView, PreferencesView, TeamPreferencesView
from reminders.api.reminders import ReadingView, RemindersView

urlpatterns: list[URLPattern | URLResolver] = [
    path("reminders/", RemindersView.as_view(), name="api_reminders"),
    path("reminders/<int:pk>/reading/", ReadingView.as_view(), name="api_reminder_reading"),
    path("preferences/", PreferencesView.as_view(), name="api_preferences"),
    path("teams/<str:slug>/preferences/", TeamPreferencesView.as_view(), name="api_team_preferences"),
    path("organisation/preferences/", OrganisationPreferencesView.as_view(), name="api_organisation_preferences"),
    path("deliveries/", DeliveriesView.as_view(), name="api_deliveries"),
]
